"""Reference values for check_gpt.c from PyTorch in double precision: GPT-2 written
anew from its definition, a pre-training and a published form of two layers.

    apt-get install python3-torch
    /usr/bin/python3 tests/reference/gpt.py > tests/reference/gpt.txt

Parameters are not drawn but given by a formula, so that the file stays small: entry
i (row-major, in the published layout) of the k-th array, in the order of names(),
is  a sin(1 + 0.37 i + 1.9 k) + 0.5 a cos(0.11 i i),  with a = 0.3 for matrices and
0.2 for vectors, and 1 more for the gains.  Token j is (7 j + j j // 3) mod V, target j
is (5 j + 2) mod V, or none (-1) where j mod 5 = 3.

For each form: logits of the last position of each sequence, loss without and with
label smoothing 0.1, of each gradient (loss with smoothing) its sum, its norm and its
product with cos(0.7 i), and the same of the parameters after ten steps of AdamW
(gamma = 0.01, beta = (0.9, 0.95), lambda = 0.1 on matrices of linear layers only).
Each array is a line "name rows columns" followed by its numbers.
"""
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
L, H, C, T, V, N = 2, 2, 8, 7, 13, 2


def names(bias, norm_bias):
    yield "wte.weight", (V, C)
    yield "wpe.weight", (T, C)
    for i in range(L):
        h = f"h.{i}."
        for name, shape in (("ln_1", (C,)), ("attn.c_attn", (C, 3 * C)), ("attn.c_proj", (C, C)), ("ln_2", (C,)),
                            ("mlp.c_fc", (C, 4 * C)), ("mlp.c_proj", (4 * C, C))):
            yield h + name + ".weight", shape
            if norm_bias if len(shape) == 1 else bias:
                yield h + name + ".bias", shape[-1:]
    yield "ln_f.weight", (C,)
    if norm_bias:
        yield "ln_f.bias", (C,)


def start(k, name, shape):
    n = 1
    for s in shape:
        n *= s
    i = torch.arange(n, dtype=torch.float64)
    a = 0.3 if len(shape) == 2 else 0.2
    x = a * torch.sin(1 + 0.37 * i + 1.9 * k) + 0.5 * a * torch.cos(0.11 * i * i)
    if "ln_" in name and name.endswith("weight"):
        x = x + 1
    return torch.nn.Parameter(x.reshape(shape))


def norm(x, w, name):
    return F.layer_norm(x, (C,), w[name + ".weight"], w.get(name + ".bias"), 1e-5)


def linear(x, w, name):
    y = x @ w[name + ".weight"]
    return y + w[name + ".bias"] if name + ".bias" in w else y


def attend(x, w, name):
    q, k, v = (z.reshape(N, T, H, C // H).transpose(1, 2) for z in linear(x, w, name + ".c_attn").split(C, 2))
    s = q @ k.transpose(2, 3) / (C // H) ** 0.5
    s = s.masked_fill(torch.ones(T, T).triu(1).bool(), float("-inf"))
    return linear((s.softmax(3) @ v).transpose(1, 2).reshape(N, T, C), w, name + ".c_proj")


def forward(w, token, gelu):
    x = w["wte.weight"][token] + w["wpe.weight"]
    for i in range(L):
        h = f"h.{i}."
        x = x + attend(norm(x, w, h + "ln_1"), w, h + "attn")
        u = F.gelu(linear(norm(x, w, h + "ln_2"), w, h + "mlp.c_fc"), approximate=gelu)
        x = x + linear(u, w, h + "mlp.c_proj")
    return norm(x, w, "ln_f") @ w["wte.weight"].T


def loss_of(w, token, target, gelu, smoothing):
    z = forward(w, token, gelu)
    return z, F.cross_entropy(z.reshape(-1, V), target.reshape(-1), ignore_index=-1, label_smoothing=smoothing)


def show(name, rows):
    print(name, len(rows), len(rows[0]))
    for row in rows:
        print(" ".join("%.17g" % float(x) for x in row))


def digest(x):
    x = x.detach().reshape(-1)
    return [x.sum(), x.norm(), (x * torch.cos(0.7 * torch.arange(x.numel()))).sum()]


def run(form, bias, norm_bias, gelu):
    w = {name: start(k, name, shape) for k, (name, shape) in enumerate(names(bias, norm_bias))}
    j = torch.arange(N * T)
    token = ((7 * j + j * j // 3) % V).reshape(N, T)
    target = torch.where(j % 5 == 3, torch.tensor(-1), (5 * j + 2) % V).reshape(N, T)
    z, loss = loss_of(w, token, target, gelu, 0.0)
    show(form + ".logits", z.detach()[:, -1, :].tolist())
    decayed = [x for n, x in w.items() if n.startswith("h.") and x.dim() == 2]
    others = [x for n, x in w.items() if not (n.startswith("h.") and x.dim() == 2)]
    opt = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
                            lr=0.01, betas=(0.9, 0.95), eps=1e-8)
    losses = [loss.item()]
    for step in range(10):
        opt.zero_grad()
        loss = loss_of(w, token, target, gelu, 0.1)[1]
        losses.append(loss.item())
        loss.backward()
        if step == 0:
            show(form + ".gradient", [digest(x.grad) for x in w.values()])
        opt.step()
    show(form + ".losses", [losses])
    show(form + ".parameters", [digest(x) for x in w.values()])


run("pretraining", False, False, "none")
run("published", True, True, "tanh")
