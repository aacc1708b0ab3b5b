"""The works of derivative_works_one_step.h in JAX: derivatives of Newton's method,
of an interior point method and of gradient descent (arXiv 2305.13768).

A work takes its sizes and arrays, and returns the ways to compute it and what they
take.  Linear systems that are differentiated go through lax.custom_linear_solve, so
that a factorisation is made once and is not differentiated itself.
"""
import functools
import math

import jax
import jax.numpy as jnp
from jax import lax
from jax.scipy.linalg import cho_factor, cho_solve, lu_factor, lu_solve, solve, solve_triangular

# --- Newton's method for logistic regression ---------------------------------------

LAMBDA = math.exp(-5.0)
MOST_STEPS, TOLERANCE, C1, C2, MOST_HALVINGS = 49, 1e-10, 0.001, 0.7, 50


class Logistic:
    def __init__(self, x, y, plain):
        self.x, self.y, self.plain = x, y, plain

    def loss(self, beta, weights):
        margin = self.y * (self.x @ beta)
        return weights @ jax.nn.softplus(-margin) + LAMBDA / 2.0 * beta @ beta

    def gradient(self, beta, weights):
        return jax.grad(self.loss)(beta, weights)

    def curvature(self, beta, weights):
        s = jax.nn.sigmoid(self.x @ beta)
        return weights * s * (1.0 - s)

    def hessian(self, curvature):
        return (self.x.T * curvature) @ self.x + LAMBDA * jnp.eye(self.x.shape[1])

    def newton(self, beta, weights):
        """H^{-1} g and g."""
        g = self.gradient(beta, weights)
        curvature = self.curvature(beta, weights)
        if self.plain:
            return solve(self.hessian(curvature), g, assume_a="pos"), g
        factor = cho_factor(self.hessian(lax.stop_gradient(curvature)))
        d = lax.custom_linear_solve(
            lambda v: self.x.T @ (curvature * (self.x @ v)) + LAMBDA * v, g,
            solve=lambda _, b: cho_solve(factor, b), symmetric=True)
        return d, g

    def line_search(self, beta, weights):
        """The authors' bisection; see tame/logistic.h."""
        d, g = self.newton(beta, weights)
        d, m = -d, g @ d
        value = self.loss(beta, weights)

        def tests(s):
            f, slope = jax.value_and_grad(self.loss)(beta + s * d, weights)
            return f > value + C1 * s * m, slope @ d < C2 * m

        def go_on(carry):
            return (carry[3] | carry[4]) & (carry[5] < MOST_HALVINGS)

        def halve(carry):
            lo, hi, s, too_high, _, k = carry
            lo, hi = jnp.where(too_high, lo, s), jnp.where(too_high, s, hi)
            s = (lo + hi) / 2.0
            return lo, hi, s, *tests(s), k + 1

        return lax.while_loop(go_on, halve, (0.0, 1.0, 0.5, *tests(0.5), 0))[2]

    def solve(self, start, weights, s):
        """The point before the last step."""
        def go_on(carry):
            return (carry[1] >= TOLERANCE) & (carry[2] < MOST_STEPS)

        def step(carry):
            beta, _, k = carry
            d, g = self.newton(beta, weights)
            return beta - s * d, jnp.linalg.norm(g), k + 1

        return lax.while_loop(go_on, step, (start, math.inf, 0))[0]


def newton_way(x, y, weights, start, estimator, steps, plain):
    q = Logistic(x, y, plain)
    s = q.line_search(start, weights)

    def step(beta, w):
        return beta - s * q.newton(beta, w)[0]

    if estimator == "unrolled":
        def run(w):
            return lax.scan(lambda beta, _: (step(beta, w), None), start, length=steps)[0]
        beta, pull = jax.vjp(run, weights)
        return pull(beta)[0]
    before = q.solve(start, weights, s)
    if estimator == "one_step":
        beta, pull = jax.vjp(lambda w: step(before, w), weights)
        return pull(beta)[0]
    beta = step(before, weights)
    v = cho_solve(cho_factor(q.hessian(q.curvature(beta, weights))), beta)
    return -jax.vjp(lambda w: q.gradient(beta, w), weights)[1](v)[0]


def newton(estimator, sizes, arrays):
    n, p, steps = sizes
    x, y, weights, start = arrays
    ways = [functools.partial(newton_way, estimator=estimator, steps=steps, plain=plain)
            for plain in (False, True)]
    return ways, (x.reshape(n, p), y, weights, start)


# --- interior point method for quadratic programs ----------------------------------

FRACTION, CENTRING, MOST_UPDATES = 0.99999, 1e-10, 50


class Interior:
    def __init__(self, q, g, a, reduced):
        self.q, self.g, self.a, self.reduced = q, g, a, reduced
        self.n, self.p, self.m = q.shape[0], g.shape[0], a.shape[0]
        if reduced:
            self.c = jnp.concatenate([g, a])
            self.lower = jnp.linalg.cholesky(q)
            self.v = solve_triangular(self.lower, self.c.T, lower=True)
            self.vv = self.v.T @ self.v

    def split(self, v):
        n, p = self.n, self.p
        return v[:n], v[n:n + p], v[n + p:n + 2 * p], v[n + 2 * p:]

    def times(self, s, z, v):
        """M v."""
        x, ds, dz, y = self.split(v)
        return jnp.concatenate([self.q @ x + self.g.T @ dz + self.a.T @ y,
                                z * ds + s * dz, self.g @ x + ds, self.a @ x])

    def matrix(self, s, z):
        n, p, m = self.n, self.p, self.m
        return jnp.block([
            [self.q, jnp.zeros((n, p)), self.g.T, self.a.T],
            [jnp.zeros((p, n)), jnp.diag(z), jnp.diag(s), jnp.zeros((p, m))],
            [self.g, jnp.eye(p), jnp.zeros((p, p + m))],
            [self.a, jnp.zeros((m, 2 * p + m))]])

    def eliminated(self, d):
        """Solver of [Q C'; C -diag(d)](x, w) = (b, c), by Cholesky's factors."""
        factor = cho_factor(self.vv + jnp.diag(d))

        def solve_both(b, c):
            lb = solve_triangular(self.lower, b, lower=True)
            w = cho_solve(factor, self.v.T @ lb - c)
            x = solve_triangular(self.lower, lb - self.v @ w, lower=True, trans=1)
            return x, w
        return solve_both

    def solvers(self, s, z):
        """Solvers of M v = r and M'l = u."""
        if not self.reduced:
            lu = lu_factor(self.matrix(s, z))
            return lambda r: lu_solve(lu, r), lambda u: lu_solve(lu, u, trans=1)
        solve_both = self.eliminated(jnp.concatenate([s / z, jnp.zeros(self.m)]))
        p = self.p

        def forward(r):
            r1, r2, r3, r4 = self.split(r)
            x, w = solve_both(r1, jnp.concatenate([r3 - r2 / z, r4]))
            return jnp.concatenate([x, (r2 - s * w[:p]) / z, w])

        def transposed(u):
            u1, u2, u3, u4 = self.split(u)
            x, w = solve_both(u1, jnp.concatenate([u3 - s * u2 / z, u4]))
            return jnp.concatenate([x, (u2 - w[:p]) / z, w])
        return forward, transposed

    def start(self, theta):
        n, p = self.n, self.p
        r = jnp.concatenate([-theta[:n], theta[n:]])
        if self.reduced:
            solve_both = self.eliminated(jnp.concatenate([jnp.ones(p), jnp.zeros(self.m)]))
            x, w = solve_both(r[:n], r[n:])
            y = w[p:]
        else:
            m = jnp.block([[self.q, self.g.T, self.a.T],
                           [self.g, -jnp.eye(p), jnp.zeros((p, self.m))],
                           [self.a, jnp.zeros((self.m, p + self.m))]])
            v = jnp.linalg.solve(m, r)
            x, y = v[:n], v[n + p:]
        gap = self.g @ x - theta[n:n + p]
        top = jnp.max(gap)
        shift = jnp.where(top >= 0.0, 1.0 + top, 0.0)
        z = gap + shift
        low = jnp.min(z)
        z = z + jnp.where(low <= 0.0, 1.0 - low, 0.0)
        return jnp.concatenate([x, shift - gap, z, y])

    def update(self, v, theta):
        """v+ and the norm of r2; see tame/qp.h."""
        n, p = self.n, self.p
        x, s, z, y = self.split(v)
        forward, transposed = self.solvers(lax.stop_gradient(s), lax.stop_gradient(z))

        def solve_m(r):
            return lax.custom_linear_solve(
                lambda d: self.times(s, z, d), r, solve=lambda _, b: forward(b),
                transpose_solve=lambda _, b: transposed(b))

        def longest(ds, dz):
            """min of -s/ds and -z/dz over the decreasing entries"""
            at, d = jnp.concatenate([s, z]), jnp.concatenate([ds, dz])
            return jnp.min(jnp.where(d < 0.0, -at / jnp.where(d < 0.0, d, -1.0), math.inf))

        residual = jnp.concatenate([
            self.q @ x + self.g.T @ z + self.a.T @ y + theta[:n], s * z,
            self.g @ x + s - theta[n:n + p], self.a @ x - theta[n + p:]])
        affine = -solve_m(residual)
        _, ds, dz, _ = self.split(affine)
        alpha = jnp.minimum(longest(ds, dz), 1.0)
        product = s @ z
        sigma = (((s + alpha * ds) @ (z + alpha * dz)) / product)**3
        r2 = sigma * product / p - ds * dz
        zero = jnp.zeros(n)
        d = affine + solve_m(jnp.concatenate([zero, r2, jnp.zeros(p + self.m)]))
        _, ds, dz, _ = self.split(d)
        alpha = jnp.minimum(FRACTION * longest(ds, dz), 1.0)
        return v + alpha * d, jnp.linalg.norm(r2)

    def solve(self, theta):
        """The point before the last update."""
        def go_on(carry):
            return (carry[1] >= CENTRING) & (carry[2] < MOST_UPDATES)

        def step(carry):
            return *self.update(carry[0], theta), carry[2] + 1

        return lax.while_loop(go_on, step, (self.start(theta), math.inf, 0))[0]


def interior_way(q, g, a, theta, estimator, steps, reduced):
    w = Interior(q, g, a, reduced)

    def cotangent(v):
        return jnp.where(jnp.arange(v.size) < w.n, v, 0.0)

    if estimator == "unrolled":
        def run(theta):
            return lax.scan(lambda v, _: (w.update(v, theta)[0], None), w.start(theta),
                            length=steps)[0]
        v, pull = jax.vjp(run, theta)
        return pull(cotangent(v))[0]
    before = w.solve(theta)
    if estimator == "one_step":
        v, pull = jax.vjp(lambda theta: w.update(before, theta)[0], theta)
        return pull(cotangent(v))[0]
    v = w.update(before, theta)[0]
    x, s, z, _ = w.split(v)
    m = w.solvers(s, z)[1](cotangent(v))
    return jnp.concatenate([-m[:w.n], m[w.n + w.p:]])


def interior(estimator, reduced, sizes, arrays):
    n, p, m, steps = sizes
    q, g, a, theta = arrays
    ways = [functools.partial(interior_way, estimator=estimator, steps=steps, reduced=reduced)]
    return ways, (q.reshape(n, n), g.reshape(p, n), a.reshape(m, n), theta)


# --- gradient descent on ridge regression --------------------------------------------

def ridge_way(x, y, theta, h, a, eta, steps, block, estimator):
    n, p = x.shape

    def descend(w, residual):
        return w - eta * (x.T @ (theta * residual) + a * w)

    def plain(_, w):
        return descend(w, x @ w - y)

    def with_jacobian(_, carry):
        w, jac = carry
        residual = x @ w - y
        return descend(w, residual), jac - eta * (h @ jac + x.T * residual)

    w = lax.fori_loop(0, steps - block, plain, jnp.zeros(p))
    if estimator == "implicit":
        return -cho_solve(cho_factor(h), x.T * (x @ w - y))
    return lax.fori_loop(0, block, with_jacobian, (w, jnp.zeros((p, n))))[1]


def ridge_by_reverse(x, y, theta, h, a, eta, steps, block, estimator):
    """The same by reverse mode, one sweep for each coefficient."""
    def step(w, theta):
        return w - eta * (x.T @ (theta * (x @ w - y)) + a * w)

    def run(theta, w, count):
        return lax.scan(lambda w, _: (step(w, theta), None), w, length=count)[0]

    w = run(theta, jnp.zeros(x.shape[1]), steps - block)
    return jax.jacrev(lambda theta: run(theta, w, block))(theta)


def ridge(estimator, sizes, arrays):
    n, p, steps, block = sizes
    x, y, theta, h, constants = arrays
    ways = [ridge_way] if estimator == "implicit" else [ridge_way, ridge_by_reverse]
    ways = [functools.partial(way, steps=steps, block=block, estimator=estimator) for way in ways]
    return ways, (x.reshape(n, p), y, theta, h.reshape(p, p), *constants)


ESTIMATORS = ("implicit", "one_step", "unrolled")
WORKS = {}
for e in ESTIMATORS:
    WORKS["newton_" + e] = functools.partial(newton, e)
    WORKS["qp_dense_" + e] = functools.partial(interior, e, False)
    WORKS["qp_reduced_" + e] = functools.partial(interior, e, True)
    WORKS["ridge_" + e] = functools.partial(ridge, e)
