"""Reference values for check_opt.c, independent of the C code: PyTorch's own
optimisers where it has them (AdamW, SGD with momentum, RMSprop, and RMSprop
with bias correction as AdamW with beta1 = 0), else 40-digit arithmetic (mpmath).

    apt-get install python3-torch; python3 -m pip install mpmath
    python3 tests/reference/optimisers.py > tests/reference/optimisers.txt

All minimise the same noisy quadratic: at step t = 1, 2, ... coordinate i = 0, 1,
... has the gradient  H[i] theta_i + 0.3 cos(t (i + 1)).  The step size varies,
gamma_t = GAMMA (1 + cos(pi t / STEPS)) / 2 + 0.001, and theta_0 is START.  The first
four coordinates have the weight decay DECAY, the others none.  Each array is a
line "name rows columns" followed by its numbers: theta after 1, 2, 10 and 60
steps.
"""
import math

import mpmath as mp
import torch

mp.mp.dps = 40
H = ["2.385", "0.417", "13.071", "0.003", "1.62", "7.25", "0.91"]
START = ["0.731", "-1.137", "0.052", "2.919", "-0.604", "0.333", "-3.071"]
GAMMA, STEPS, DECAYED, DECAY = 0.03, 60, 4, 0.07
SHOWN = (1, 2, 10, 60)
BETA1, BETA2, EPS = 0.9, 0.99, 1e-6


def gamma(t):
    return GAMMA * (1 + math.cos(math.pi * t / STEPS)) / 2 + 0.001


def show(name, rows, digits):
    print(name, len(rows), len(rows[0]))
    for row in rows:
        print(" ".join(digits(x) for x in row))


# --- PyTorch ------------------------------------------------------------------


def run_torch(name, make):
    groups = [[float(x) for x in START[:DECAYED]], [float(x) for x in START[DECAYED:]]]
    theta = [torch.nn.Parameter(torch.tensor(g, dtype=torch.float64)) for g in groups]
    h = torch.tensor([float(x) for x in H], dtype=torch.float64)
    index = torch.arange(1, len(H) + 1, dtype=torch.float64)
    opt = make([{"params": [theta[0]], "weight_decay": DECAY}, {"params": [theta[1]], "weight_decay": 0.0}])
    rows = []
    for t in range(1, STEPS + 1):
        g = h * torch.cat([p.detach() for p in theta]) + 0.3 * torch.cos(t * index)
        theta[0].grad, theta[1].grad = g[:DECAYED].clone(), g[DECAYED:].clone()
        for group in opt.param_groups:
            group["lr"] = gamma(t)
        opt.step()
        if t in SHOWN:
            rows.append(torch.cat([p.detach() for p in theta]).tolist())
    show(name, rows, lambda x: "%.17g" % x)


# --- 40 digits, a coordinate at a time -----------------------------------------


def run_digits(name, start, step):
    columns = []
    for i, (h, x0) in enumerate(zip(H, START)):
        h, theta = mp.mpf(h), mp.mpf(x0)
        state, shown = start(theta), []
        for t in range(1, STEPS + 1):
            g = h * theta + mp.mpf("0.3") * mp.cos(t * (i + 1))
            theta = step(state, theta, g, t, mp.mpf(gamma(t)), mp.mpf(DECAY) if i < DECAYED else mp.mpf(0))
            if t in SHOWN:
                shown.append(theta)
        columns.append(shown)
    show(name, list(zip(*columns)), lambda x: mp.nstr(x, 20))


def scaled(state, g, t):
    s = mp.mpf(BETA2)
    state["v"] = s * state.get("v", mp.mpf(0)) + (1 - s) * g * g
    return g / (mp.sqrt(state["v"]) / mp.sqrt(1 - s**t) + mp.mpf(EPS))


def inna(alpha, beta, is_scaled):
    """The system theta' = -beta R - (alpha - 1/beta) theta - psi/beta, psi' = -(alpha - 1/beta) theta - psi/beta
    by explicit Euler steps, from psi_0 = (1 - alpha beta) theta_0."""
    a, b = mp.mpf(alpha), mp.mpf(beta)

    def step(state, theta, g, t, rate, decay):
        theta = (1 - rate * decay) * theta
        r = scaled(state, g, t) if is_scaled else g
        drift = (a - 1 / b) * theta + state["psi"] / b
        state["psi"] -= rate * drift
        return theta - rate * (b * r + drift)

    return lambda theta: {"psi": (1 - a * b) * theta}, step


def momentum_form(alpha, beta):
    a, b = mp.mpf(alpha), mp.mpf(beta)

    def step(state, theta, g, t, rate, decay):
        r = scaled(state, g, t)
        state["m"] = (1 - a * rate) * state["m"] + rate**2 * (1 - a * b) / (1 - a * rate) * r
        return (1 - rate * decay) * theta - state["m"] - rate * (b - rate) / (1 - a * rate) * r

    return lambda theta: {"m": mp.mpf(0)}, step


def ball(mu, is_nesterov, is_scaled):
    mu = mp.mpf(mu)

    def step(state, theta, g, t, rate, decay):
        r = scaled(state, g, t) if is_scaled else g
        state["m"] = mu * state["m"] + rate * r
        move = mu * state["m"] + rate * r if is_nesterov else state["m"]
        return (1 - rate * decay) * theta - move

    return lambda theta: {"m": mp.mpf(0)}, step


def schedule_free(state, theta, g, t, rate, decay):
    b1, s = mp.mpf(BETA1), mp.mpf(BETA2)
    rate = rate * mp.sqrt(1 - s**t)
    state["largest"] = max(state["largest"], rate)
    weight = state["largest"] ** 2
    state["sum"] += weight
    c = weight / state["sum"]
    state["v"] = s * state["v"] + (1 - s) * g * g
    full = g / (mp.sqrt(state["v"]) + mp.mpf(EPS)) + decay * theta
    theta = (1 - c) * theta + c * state["z"] + rate * (b1 * (1 - c) - 1) * full
    state["z"] -= rate * full
    return theta


run_torch("adamw", lambda p: torch.optim.AdamW(p, betas=(BETA1, BETA2), eps=EPS))
run_torch("sgd", lambda p: torch.optim.SGD(p, lr=1.0, momentum=0.9))
run_torch("rmsprop", lambda p: torch.optim.AdamW(p, betas=(0.0, BETA2), eps=EPS))
# PyTorch's RMSprop couples the decay to the gradient, so it runs without
run_torch(
    "rmsprop_uncorrected",
    lambda p: torch.optim.RMSprop([{"params": g["params"], "weight_decay": 0.0} for g in p], alpha=BETA2, eps=EPS),
)
run_digits("innaprop_0.1_0.9", *inna("0.1", "0.9", True))
run_digits("innaprop_2_2", *inna("2", "2", True))
run_digits("innaprop_0.5_0.02", *inna("0.5", "0.02", True))
run_digits("inna_0.5_0.1", *inna("0.5", "0.1", False))
run_digits("momentum_0.1_0.9", *momentum_form("0.1", "0.9"))
run_digits("momentum_0.5_0.02", *momentum_form("0.5", "0.02"))
run_digits("heavy_ball", *ball("0.85", False, False))
run_digits("heavy_ball_scaled", *ball("0.85", False, True))
run_digits("nesterov", *ball("0.85", True, False))
run_digits("nesterov_scaled", *ball("0.85", True, True))
run_digits(
    "schedule_free",
    lambda theta: {"z": theta, "v": mp.mpf(0), "largest": mp.mpf(0), "sum": mp.mpf(0)},
    schedule_free,
)
