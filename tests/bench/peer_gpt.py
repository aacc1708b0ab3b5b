"""PyTorch for bench_gpt.c, which starts this, writes requests and reads answers, a
line each:

    time NET BATCH STEPS    processor and wall seconds of STEPS training steps
    peak NET BATCH STEPS    bytes by which the peak memory of STEPS steps exceeds
                            that before the model is made; parameters
    quit

The first line it writes is its name and version.  One thread, float32.  NET is
LxHxCxTxV: a GPT without biases, normalisations with a gain only, exact GELU, output
tied to the token table; AdamW by the faster of its two ways (a loop over tensors, or
lists of tensors).  Attention is PyTorch's own where it has one (from version 2).
"""
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, heads, c, t):
        super().__init__()
        self.heads = heads
        self.gain1, self.gain2 = (nn.Parameter(torch.ones(c)) for _ in range(2))
        self.qkv, self.out = nn.Linear(c, 3 * c, bias=False), nn.Linear(c, c, bias=False)
        self.up, self.down = nn.Linear(c, 4 * c, bias=False), nn.Linear(4 * c, c, bias=False)
        self.register_buffer("later", torch.ones(t, t, dtype=torch.bool).triu(1), persistent=False)

    def attend(self, x):
        b, t, c = x.shape
        q, k, v = (z.view(b, t, self.heads, -1).transpose(1, 2) for z in self.qkv(x).split(c, 2))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            s = (q @ k.transpose(2, 3)) * (c // self.heads) ** -0.5
            y = s.masked_fill(self.later, float("-inf")).softmax(3) @ v
        return self.out(y.transpose(1, 2).reshape(b, t, c))

    def forward(self, x):
        c = x.shape[2:]
        x = x + self.attend(F.layer_norm(x, c, self.gain1))
        return x + self.down(F.gelu(self.up(F.layer_norm(x, c, self.gain2))))


class GPT(nn.Module):
    def __init__(self, layers, heads, c, t, v):
        super().__init__()
        self.token, self.place = nn.Embedding(v, c), nn.Parameter(0.02 * torch.randn(t, c))
        self.block = nn.ModuleList(Block(heads, c, t) for _ in range(layers))
        self.gain = nn.Parameter(torch.ones(c))
        for p in self.parameters():
            if p.dim() == 2:
                nn.init.normal_(p, 0.0, 0.02)

    def forward(self, token):
        x = self.token(token) + self.place
        for block in self.block:
            x = block(x)
        return F.layer_norm(x, x.shape[2:], self.gain) @ self.token.weight.T


class Training:
    def __init__(self, name, batch, is_timed=True):
        torch.manual_seed(0)
        layers, heads, c, t, v = map(int, name.split("x"))
        self.model = GPT(layers, heads, c, t, v)
        self.token, self.target = (torch.randint(v, (batch, t)) for _ in range(2))
        ways = [torch.optim.AdamW(self.model.parameters(), lr=1e-3, weight_decay=0.1, foreach=f)
                for f in ((False, True) if is_timed else (False,))]
        for way in ways:
            self.step(way)
        self.opt = min(ways, key=self.seconds) if is_timed else ways[0]

    def seconds(self, opt):
        begin = time.process_time()
        opt.step()
        return time.process_time() - begin

    def step(self, opt):
        opt.zero_grad(set_to_none=True)
        z = self.model(self.token)
        F.cross_entropy(z.view(-1, z.shape[2]), self.target.view(-1)).backward()
        opt.step()

    def time(self, steps):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(steps):
            self.step(self.opt)
        return time.process_time() - cpu, time.perf_counter() - wall


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * resource.getpagesize()


def peak(name, batch, steps):
    """In a process of its own, so that nothing else is in its peak."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        before = resident()
        training = Training(name, batch, False)
        for _ in range(steps - 1):
            training.step(training.opt)
        most = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        n = sum(p.numel() for p in training.model.parameters())
        os.write(write, b"%d %d" % (most - before, n))
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as f:
        answer = f.read()
    os.waitpid(child, 0)
    return answer


def main():
    torch.set_num_threads(1)
    print("PyTorch", torch.__version__, flush=True)
    trainings = {}
    for line in sys.stdin:
        words = line.split()
        if words[0] == "quit":
            return
        key = (words[1], int(words[2]))
        if words[0] == "peak":
            trainings.clear()
            print(peak(*key, int(words[3])), flush=True)
            continue
        if key not in trainings:
            trainings.clear()  # one at a time in memory
            trainings[key] = Training(*key)
        print("%.9g %.9g" % trainings[key].time(int(words[3])), flush=True)


if __name__ == "__main__":
    main()
