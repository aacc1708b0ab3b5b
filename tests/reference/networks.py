"""Reference values for check_networks.c: the networks of tame/nets.h written
once more in PyTorch, in float64.

    apt-get install python3-torch
    python3 tests/reference/networks.py > tests/reference/networks.txt

Both sides make the same parameters and images.  With all arithmetic modulo 2^32,

    x = 2654435761 i + 2246822519 t + 1
    x = (x ^ x >> 15) 739982445,  x = (x ^ x >> 12) 695872825,  x = x ^ x >> 15
    u(t, i) = (2 x + 1) / 2^32 - 1                                  in (-1, 1)

tensor t = 0, 1, ... (in the order of tame/nn.h: node after node, weights, then
bias or shift) has the entry i

    sqrt(6 / fan_in) u(t, i)   weights        1 + u(t, i) / 5   scale of a norm
    u(t, i) / 10               biases and shifts

and entry i of the images [batch][C][H][W] is u(1000, i); labels are 3 k + 1
modulo CLASSES.  The dropout of squeezenet is left out.  The loss is the
cross-entropy with label smoothing 0.1.

An array is a line "net.name count" and its numbers: output [CLASSES][batch],
loss, statistics (running, after that pass), gradients, input gradient, the
output in evaluation after that pass, the loss after three steps of AdamW, and the
bytes that a forward pass in float32 keeps for the backward one.
A tensor of n numbers g is summed up as SUMMARY numbers: its norm, its product
with u(2000, .), and g[x(3000, k) mod n] for k = 0, 1, ...
"""
import math
import sys

import numpy
import torch
from torch import nn

CLASSES, SUMMARY = 10, 7
MASK = numpy.uint64(0xFFFFFFFF)


# --- the networks, also of ../bench/peer_torch.py ------------------------------


class Branches(nn.Module):
    """What JOIN makes of the values of two modules."""

    def __init__(self, join, a, b):
        super().__init__()
        self.join, self.a, self.b = join, a, b

    def forward(self, x):
        return self.join(self.a(x), self.b(x))


def add(a, b):
    return a + b


def join_channels(a, b):
    return torch.cat([a, b], 1)


def norm(c):
    return nn.BatchNorm2d(c)


def relu():
    return nn.ReLU(inplace=True)


def head(c, classes):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, classes)]


def lenet5(classes):
    layers, c = [], 1
    for width in (6, 16):
        layers += [nn.Conv2d(c, width, 5), relu(), nn.MaxPool2d(2), norm(width)]
        c = width
    layers += [nn.Flatten()]
    c = 256
    for width in (120, 84):
        layers += [nn.Linear(c, width), relu(), nn.BatchNorm1d(width)]
        c = width
    return nn.Sequential(*layers, nn.Linear(c, classes))


def vgg11(classes):
    layers, c = [], 3
    for width in (64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0):
        if width == 0:
            layers += [nn.MaxPool2d(2)]
        else:
            layers += [nn.Conv2d(c, width, 3, padding=1), norm(width), relu()]
            c = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(c, classes))


def convolution(c, width, kernel, stride=1, groups=1):
    return nn.Conv2d(c, width, kernel, stride, kernel // 2, groups=groups, bias=False)


def resnet18(classes):
    layers = [convolution(3, 64, 3), norm(64), relu(), nn.MaxPool2d(3, 2, 1)]
    c = 64
    for stage in range(4):
        for k in range(2):
            width, stride = 64 << stage, 2 if stage > 0 and k == 0 else 1
            branch = nn.Sequential(convolution(c, width, 3, stride), norm(width), relu(),
                                   convolution(width, width, 3), norm(width))
            short = nn.Identity()
            if stride == 2:
                short = nn.Sequential(convolution(c, width, 1, 2), norm(width))
            layers += [Branches(add, branch, short), relu()]
            c = width
    return nn.Sequential(*layers, *head(c, classes))


def densenet121(classes):
    layers = [convolution(3, 64, 7, 2), norm(64), relu(), nn.MaxPool2d(2)]
    c = 64
    for k, length in enumerate((6, 12, 24, 16)):
        for _ in range(length):
            grown = nn.Sequential(norm(c), relu(), convolution(c, 128, 1),
                                  norm(128), relu(), convolution(128, 32, 3))
            layers += [Branches(join_channels, nn.Identity(), grown)]
            c += 32
        if k < 3:
            layers += [norm(c), relu(), convolution(c, c // 2, 1), nn.AvgPool2d(2)]
            c //= 2
    return nn.Sequential(*layers, norm(c), relu(), *head(c, classes))


def mobilenet(classes):
    layers, c = [convolution(3, 32, 3), norm(32), relu()], 32
    for width, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
        layers += [convolution(c, c, 3, stride, c), norm(c), relu(),
                   convolution(c, width, 1), norm(width), relu()]
        c = width
    return nn.Sequential(*layers, *head(c, classes))


def squeezenet(classes, dropout=0.5):
    layers, c = [nn.Conv2d(3, 64, 3, padding=1), relu()], 64
    for k, (few, many) in enumerate(((16, 64), (16, 64), (32, 128), (32, 128),
                                     (48, 192), (48, 192), (64, 256), (64, 256))):
        if k in (0, 2, 4):
            layers += [nn.MaxPool2d(2)]
        layers += [nn.Conv2d(c, few, 1), relu(),
                   Branches(join_channels,
                            nn.Sequential(nn.Conv2d(few, many, 1), relu()),
                            nn.Sequential(nn.Conv2d(few, many, 3, padding=1), relu()))]
        c = 2 * many
    return nn.Sequential(*layers, nn.Dropout(dropout), nn.Conv2d(c, classes, 1), relu(),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten())


NETS = {"lenet5": lenet5, "vgg11": vgg11, "resnet18": resnet18,
        "densenet121": densenet121, "mobilenet": mobilenet,
        "squeezenet": lambda classes: squeezenet(classes, 0.0)}


def batch_of(name):
    # the last block of densenet121 has images of one pixel: over four numbers a
    # normalisation is so ill-conditioned that nine digits would be too many
    return 8 if name == "densenet121" else 4


def image_shape(name):
    return (1, 28, 28) if name == "lenet5" else (3, 32, 32)


def kept_bytes(model, x, y):
    """What a forward pass keeps for the backward one: each storage once; not the
    parameters, nor the images, which are not the net's."""
    kept, sizes = [], {}

    def keep(t):
        kept.append(t)  # so that no storage is used again
        sizes[t.storage().data_ptr()] = t.storage().nbytes()
        return t

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        loss = nn.functional.cross_entropy(model(x), y)
    for t in list(model.parameters()) + list(model.buffers()) + [x, y]:
        sizes.pop(t.storage().data_ptr(), None)
    loss.detach()
    return sum(sizes.values())


# --- numbers that both sides make ----------------------------------------------


def word(t, i):
    x = (numpy.uint64(2654435761) * i + numpy.uint64(2246822519 * t + 1)) & MASK
    for shift, factor in ((15, 739982445), (12, 695872825)):
        x = ((x ^ (x >> numpy.uint64(shift))) * numpy.uint64(factor)) & MASK
    return x ^ (x >> numpy.uint64(15))


def u(t, n):
    x = word(t, numpy.arange(n, dtype=numpy.uint64))
    return torch.from_numpy((2.0 * x.astype(numpy.float64) + 1.0) / 2.0**32 - 1.0)


def fill(model):
    scales = {id(m.weight) for m in model.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))}
    for t, p in enumerate(model.parameters()):
        x = u(t, p.numel())
        if id(p) in scales:
            x = 1.0 + x / 5.0
        elif p.dim() > 1:
            x = math.sqrt(6.0 / (p.numel() // p.shape[0])) * x
        else:
            x = x / 10.0
        p.data = x.reshape(p.shape)


# --- what is written -------------------------------------------------------------


def show(name, x):
    print(name, len(x))
    print(" ".join("%.14g" % v for v in x))


def summary(x):
    x = x.detach().reshape(-1)
    n = x.numel()
    at = word(3000, numpy.arange(SUMMARY - 2, dtype=numpy.uint64)) % numpy.uint64(n)
    return [x.norm().item(), (x * u(2000, n)).sum().item()] + [x[int(i)].item() for i in at]


def summaries(tensors):
    return [v for x in tensors for v in summary(x)]


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_default_dtype(torch.float64)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.1)
    for name in sys.argv[1:] or NETS:
        model = NETS[name](CLASSES)
        fill(model)
        batch = batch_of(name)
        y = (3 * torch.arange(batch) + 1) % CLASSES
        shape = (batch,) + image_shape(name)
        x = u(1000, math.prod(shape)).reshape(shape).requires_grad_()
        model.train()
        z = model(x)
        loss = loss_of(z, y)
        loss.backward()
        norms = [m for m in model.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))]
        show(name + ".output", z.T.reshape(-1).tolist())
        show(name + ".loss", [loss.item()])
        show(name + ".statistics", summaries([s for m in norms for s in (m.running_mean, m.running_var)]))
        show(name + ".gradient", summaries([p.grad for p in model.parameters()]))
        show(name + ".input_gradient", summary(x.grad))
        model.eval()
        show(name + ".evaluation", model(x).T.reshape(-1).tolist())
        model.train()
        x.requires_grad_(False)
        opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
        opt.step()
        for _ in range(2):
            opt.zero_grad()
            loss_of(model(x), y).backward()
            opt.step()
        show(name + ".loss_after_steps", [loss_of(model(x), y).item()])
        show(name + ".kept_bytes", [kept_bytes(model.float(), x.detach().float(), y)])


if __name__ == "__main__":
    main()
