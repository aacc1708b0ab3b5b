"""Reference solutions and derivatives for check_reference.c, independent of the
C code: 40-digit arithmetic (mpmath); derivatives by central differences of the
solution, which at that precision are good to 20 digits.

    python3 -m pip install mpmath
    python3 tests/reference/one_step.py > tests/reference/one_step.txt

Each array is a line "name rows columns" followed by its numbers.
"""
import itertools

import mpmath as mp

mp.mp.dps = 40
STEP = mp.mpf(10) ** -12


class Lcg:
    """Awkward but fixed numbers in [-1, 1), with three decimals."""

    state = 12345

    def __call__(self):
        self.state = (1103515245 * self.state + 12345) % 2**31
        return mp.mpf((self.state >> 8) % 2000 - 1000) / 1000


draw = Lcg()


def matrix(rows, cols):
    return mp.matrix([[draw() for _ in range(cols)] for _ in range(rows)])


def show(name, m):
    m = m if isinstance(m, mp.matrix) else mp.matrix([m])
    print(name, m.rows, m.cols)
    for i in range(m.rows):
        print(" ".join(mp.nstr(m[i, j], 20) for j in range(m.cols)))


def gradient(f, theta):
    """Central differences of a scalar function."""
    g = mp.matrix(len(theta), 1)
    for i in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[i] += STEP
        down[i] -= STEP
        g[i] = (f(up) - f(down)) / (2 * STEP)
    return g


def half_square(x):
    return sum(v * v for v in x) / 2


# --- weighted logistic regression: minimise by fixed-step Newton to 35 digits
N, P, LAMBDA = 9, 3, mp.mpf("0.037")
X = matrix(N, P)
y = mp.matrix([1 if draw() > 0 else -1 for _ in range(N)])
w = mp.matrix([1 + draw() / 2 for _ in range(N)])


def logistic(weights):
    beta = mp.matrix(P, 1)
    for _ in range(60):
        t = X * beta
        g, h = LAMBDA * beta, LAMBDA * mp.eye(P)
        for i in range(N):
            s = 1 / (1 + mp.e ** (y[i] * t[i]))
            for j in range(P):
                g[j] -= weights[i] * y[i] * s * X[i, j]
                for k in range(P):
                    h[j, k] += weights[i] * s * (1 - s) * X[i, j] * X[i, k]
        beta -= mp.lu_solve(h, g)
    return beta


show("logistic.x", X)
show("logistic.y", y.T)
show("logistic.weights", w.T)
show("logistic.lambda", LAMBDA)
show("logistic.solution", logistic(w).T)
show("logistic.gradient", gradient(lambda v: half_square(logistic(v)), w).T)

# --- quadratic program: enumerate active sets, exact for so few inequalities
n, m, p = 6, 2, 4
B = matrix(n, 2 * n)
Q = B * B.T
A, G = matrix(m, n), matrix(p, n)
q, h, b = matrix(n, 1), matrix(p, 1), matrix(m, 1)


def qp(theta):
    qq, hh, bb = theta[:n], theta[n : n + p], theta[n + p :]
    for size in range(p + 1):
        for active in itertools.combinations(range(p), size):
            rows = m + size
            kkt = mp.matrix(n + rows, n + rows)
            rhs = mp.matrix(n + rows, 1)
            for i in range(n):
                rhs[i] = -qq[i]
                for j in range(n):
                    kkt[i, j] = Q[i, j]
            for r in range(rows):
                row = [A[r, j] if r < m else G[active[r - m], j] for j in range(n)]
                rhs[n + r] = bb[r] if r < m else hh[active[r - m]]
                for j in range(n):
                    kkt[n + r, j] = kkt[j, n + r] = row[j]
            sol = mp.lu_solve(kkt, rhs)
            x = sol[:n]
            feasible = all(
                sum(G[i, j] * x[j] for j in range(n)) <= hh[i] + mp.mpf(10) ** -30
                for i in range(p)
            )
            if feasible and all(z >= 0 for z in sol[n + m :]):
                return mp.matrix(x), active
    raise SystemExit("infeasible")


theta = mp.matrix(list(q) + list(h) + list(b))
x, active = qp(theta)
show("qp.q_matrix", Q)
show("qp.a", A)
show("qp.g", G)
show("qp.theta", theta.T)
show("qp.solution", x.T)
show("qp.n_active", mp.mpf(len(active)))
show("qp.gradient", gradient(lambda v: half_square(qp(v)[0]), theta).T)
