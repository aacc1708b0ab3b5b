"""PyTorch for bench_nn.c, which starts this, writes requests and reads answers, a
line each:

    time NET BATCH STEPS    processor and wall seconds of STEPS training steps
    bytes NET BATCH         bytes that the forward pass keeps for the backward
    quit

The first line it writes is its name and version.  One thread, float32; the networks are
those of ../reference/networks.py, with ReLUs in place; AdamW by the faster of
its two ways (a loop over tensors, or lists of tensors).
"""
import os
import sys
import time

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))
import networks  # noqa: E402


class Training:
    def __init__(self, name, batch):
        torch.manual_seed(0)
        self.model = networks.squeezenet(10) if name == "squeezenet" else networks.NETS[name](10)
        self.x = torch.randn((batch,) + networks.image_shape(name))
        self.y = torch.arange(batch) % 10
        ways = [torch.optim.AdamW(self.model.parameters(), lr=1e-3, weight_decay=0.01, foreach=f)
                for f in (False, True)]
        self.step(ways[0])
        self.step(ways[1])
        self.opt = min(ways, key=self.seconds)

    def seconds(self, opt):
        begin = time.process_time()
        for _ in range(3):
            opt.step()
        return time.process_time() - begin

    def step(self, opt):
        opt.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(self.model(self.x), self.y).backward()
        opt.step()

    def time(self, steps):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(steps):
            self.step(self.opt)
        return time.process_time() - cpu, time.perf_counter() - wall

    def bytes(self):
        return networks.kept_bytes(self.model, self.x, self.y)


def main():
    torch.set_num_threads(1)
    print("PyTorch", torch.__version__, flush=True)
    trainings = {}
    for line in sys.stdin:
        words = line.split()
        if words[0] == "quit":
            return
        key = (words[1], int(words[2]))
        if key not in trainings:
            trainings.clear()  # one at a time in memory
            trainings[key] = Training(*key)
        if words[0] == "time":
            print("%.9g %.9g" % trainings[key].time(int(words[3])), flush=True)
        else:
            print(trainings[key].bytes(), 0, flush=True)


if __name__ == "__main__":
    main()
