"""The works of derivative_works_network.h and derivative_works_bilevel.h in JAX:
gradients of ReLU networks (arXiv 2206.01730), a subgradient method on one (arXiv
2404.19517), and unrolled hypergradients (arXiv 2502.09074)."""
import functools

import jax
import jax.numpy as jnp
from jax import lax

# --- ReLU networks: loss and gradient in all weights and biases -----------------------


def mlp_loss(parameters, x, y):
    """mean of (out - y)^2 / 2, out of one unit; x [batch x inputs]"""
    h = x
    for weight, bias in parameters[:-1]:
        h = jax.nn.relu(h @ weight.T + bias)
    weight, bias = parameters[-1]
    out = (h @ weight.T + bias)[:, 0]
    return 0.5 * jnp.mean((out - y)**2)


def mlp(sizes, arrays):
    batch, inputs, width, depth = sizes
    theta, x, y = arrays
    shapes = [(width, inputs if i == 0 else width) for i in range(depth - 1)]
    parameters, at = [], 0
    for rows, columns in shapes + [(1, width)]:
        weight = theta[at:at + rows * columns].reshape(rows, columns)
        at += rows * columns
        parameters.append((weight, theta[at:at + rows]))
        at += rows
    return [jax.value_and_grad(mlp_loss)], (parameters, x.reshape(batch, inputs), y)


# --- subgradient method on one hidden layer ---------------------------------------------

def relu_descent_way(z, y, theta, weight_decay, step, units, steps):
    n, d = z.shape

    def loss(theta):
        a, w, b = theta[:units], theta[units:-units].reshape(d, units), theta[-units:]
        out = jax.nn.relu(z @ w + b) @ a
        return jnp.sum((out - y)**2) / (2 * n) + weight_decay / 2.0 * theta @ theta

    return lax.fori_loop(0, steps, lambda _, theta: theta - step * jax.grad(loss)(theta), theta)


def relu_descent(sizes, arrays):
    n, d, units, steps = sizes
    z, y, theta, constants = arrays
    way = functools.partial(relu_descent_way, units=units, steps=steps)
    return [way], (z.reshape(n, d), y, theta, *constants)


# --- unrolled hypergradients ---------------------------------------------------------------

def unrolled(upper, lower, x, y, step, steps):
    """Value and gradient of x -> upper(x, y_k), y_k after gradient steps on lower."""
    def value(x):
        inner = jax.grad(functools.partial(lower, x))
        last = lax.scan(lambda y, _: (y - step * inner(y), None), y, length=steps)[0]
        return upper(x, last)
    return jax.value_and_grad(value)(x)


def meta_way(u, v, u_val, v_val, x, y, step, steps):
    def fit(y, u, v):
        return jnp.mean((y[:, 1:] * jnp.tanh(y[:, :1] * u) - v)**2) / 2.0 * len(v)

    def upper(x, y):
        return fit(y, u_val, v_val) / len(v_val)

    def lower(x, y):
        return fit(y, u, v) + 0.05 * jnp.sum((y - x)**2)

    return unrolled(upper, lower, x, y, step, steps)


def meta(sizes, arrays):
    tasks, data, steps = sizes
    u, v, u_val, v_val, x, y, step = arrays
    return [functools.partial(meta_way, steps=steps)], (
        u, v.reshape(tasks, data), u_val, v_val.reshape(tasks, data), x, y.reshape(tasks, 2), step[0])


def wells_way(w, v, x, y, step, steps, outside):
    def sigma(x):
        tau = w @ x
        return tau / jnp.sqrt(1.0 + tau * tau)

    def upper(x, y):
        return (x @ x + (v @ y)**2) / 2.0

    def wells(s, y):
        return jnp.sum(y**4 / 4.0 - (1.0 + 3.0 * s * s / 16.0) * y * y / 2.0
                       - (s / 2.0 - s**3 / 32.0) * y)

    if not outside:
        return unrolled(upper, lambda x, y: wells(sigma(x), y), x, y, step, steps)

    def value(x):
        s = sigma(x)
        inner = jax.grad(lambda y: wells(s, y))
        last = lax.scan(lambda y, _: (y - step * inner(y), None), y, length=steps)[0]
        return upper(x, last)
    return jax.value_and_grad(value)(x)


def wells(sizes, arrays):
    d, steps = sizes
    w, v, x, y, step = arrays
    ways = [functools.partial(wells_way, steps=steps, outside=o) for o in (False, True)]
    return ways, (w.reshape(d, d), v, x, y, step[0])


WORKS = {"mlp": mlp, "relu_descent": relu_descent, "meta": meta, "wells": wells}
