"""The works of derivative_works_splitting.h and derivative_works_inclusion.h in JAX:
derivatives carried along proximal splittings (arXiv 2206.00457), and of solutions of
monotone inclusions (arXiv 2212.07844)."""
import functools

import jax
import jax.numpy as jnp
from jax import lax
from jax.scipy.linalg import cho_factor, cho_solve


def soft(v, width):
    return jnp.sign(v) * jnp.maximum(jnp.abs(v) - width, 0.0)


# --- forward-backward on the lasso: iterate and Jacobian -----------------------------

def lasso_way(a, b, theta, step, steps):
    def run(theta):
        b_here = theta[1:] if theta.size > 1 else b

        def forward_backward(_, x):
            return soft(x - step * (a.T @ (a @ x - b_here)), step * theta[0])
        x = lax.fori_loop(0, steps, forward_backward, jnp.zeros(a.shape[1]))
        return x, x
    jac, x = jax.jacfwd(run, has_aux=True)(theta)
    return x, jac


def lasso(sizes, arrays):
    m, n, steps = sizes
    a, b, theta, step = arrays
    return [functools.partial(lasso_way, steps=steps)], (a.reshape(m, n), b, theta, step[0])


# --- Douglas-Rachford on covariance selection ----------------------------------------

@jax.custom_jvp
def prox_logdet(v):
    """argmin -log det X + |X - V|^2/2"""
    return prox_logdet_jvp((v,), (v,))[0]


@prox_logdet.defjvp
def prox_logdet_jvp(primals, tangents):
    # the derivative of a function of the spectrum, by divided differences
    w, u = jnp.linalg.eigh(primals[0])
    root = jnp.sqrt(w * w + 4.0)
    x = (u * ((w + root) / 2.0)) @ u.T
    ratio = 0.5 * (1.0 + (w[:, None] + w) / (root[:, None] + root))
    return x, u @ (ratio * (u.T @ tangents[0] @ u)) @ u.T


def covariance_way(c, z, width, steps):
    def run(width):
        def douglas_rachford(_, z):
            x = soft(z, width)
            return z + prox_logdet(2.0 * x - z - c) - x
        return lax.fori_loop(0, steps, douglas_rachford, z)
    return jax.jvp(run, (width,), (1.0,))


def covariance(sizes, arrays):
    d, steps = sizes
    c, z, width = arrays
    return [functools.partial(covariance_way, steps=steps)], (c.reshape(d, d), z.reshape(d, d), width[0])


# --- ADMM on trend filtering -----------------------------------------------------------

def second_difference(x):
    return x[:-2] - 2.0 * x[1:-1] + x[2:]


def second_difference_transposed(u):
    return jnp.pad(u, (0, 2)) - 2.0 * jnp.pad(u, 1) + jnp.pad(u, (2, 0))


def trend_way(matrix, theta, r, steps, by_inverse):
    n = theta.size - 1
    if by_inverse:
        inverse = jnp.linalg.inv(matrix)
    else:
        factor = cho_factor(matrix)

    def run(theta):
        def admm(_, state):
            _, z, u = state
            q = theta[1:] + r * second_difference_transposed(z - u)
            x = inverse @ q if by_inverse else cho_solve(factor, q)
            v = second_difference(x) + u
            z = soft(v, theta[0] / r)
            return x, z, v - z
        zero = jnp.zeros(n - 2)
        state = jnp.concatenate(lax.fori_loop(0, steps, admm, (jnp.zeros(n), zero, zero)))
        return state, state
    jac, state = jax.jacfwd(run, has_aux=True)(theta)
    return state, jac


def trend(sizes, arrays):
    n, steps = sizes
    matrix, theta, r = arrays
    ways = [functools.partial(trend_way, steps=steps, by_inverse=by) for by in (False, True)]
    return ways, (matrix.reshape(n, n), theta, r[0])


# --- the heavy ball on a function with a kink ------------------------------------------

def heavy_ball_way(scale, theta, steps):
    def run(theta):
        def step(_, state):
            x, y = state
            slope = jnp.where(x >= 0.0, x, 0.25 * x)
            return x - slope + 0.75 * (x - y), x
        return lax.fori_loop(0, steps, step, (theta * scale, theta * scale))
    return jax.jvp(run, (theta,), (1.0,))


def heavy_ball(sizes, arrays):
    scale, theta = arrays
    return [functools.partial(heavy_ball_way, steps=sizes[0])], (scale, theta[0])


# --- derivatives of solutions of monotone inclusions -----------------------------------

def implicit_way(x, theta, gamma, *data, step, reverse):
    """(I - A)^{-1} B of the forward-backward map"""
    jacobian = jax.jacrev if reverse else jax.jacfwd
    a, b = jacobian(functools.partial(step, *data), (0, 1))(x, theta, gamma)
    return jnp.linalg.solve(jnp.eye(x.size) - a, b)


def tv_step(u, theta, gamma):
    du = -jnp.diff(jnp.pad(u, 1))
    return jnp.clip(u - gamma * jnp.diff(du - theta[1:]), -theta[0], theta[0])


def net_step(a, w, theta, gamma):
    slope = a.T @ (a @ w - theta[2:]) + theta[1] * w
    return soft(w - gamma * slope, gamma * theta[0])


def svm_step(square, signs, ridge, x, theta, gamma):
    kernel = jnp.exp(-0.5 * square * jnp.exp(-2.0 * theta[1]))
    slope = signs * (kernel @ (signs * x)) + ridge * x - 1.0
    return jnp.clip(x - gamma * slope, 0.0, theta[0])


def solution(step, sizes, arrays):
    x, theta, gamma, *data = arrays
    if step is net_step:
        data = [data[0].reshape(sizes)]
    if step is svm_step:
        points = data[0].reshape(sizes)
        square = ((points[:, None] - points)**2).sum(2)
        data = [square, data[1], data[2][0]]
    ways = [functools.partial(implicit_way, step=step, reverse=r) for r in (False, True)]
    return ways, (x, theta, gamma[0], *data)


WORKS = {
    "lasso": lasso,
    "covariance": covariance,
    "trend": trend,
    "heavy_ball": heavy_ball,
    "solution_tv": functools.partial(solution, tv_step),
    "solution_net": functools.partial(solution, net_step),
    "solution_svm": functools.partial(solution, svm_step),
}
