/* SPDX-License-Identifier: MIT */
/* The functions of tape_peers.h for any type with +, -, * and with abs, relu,
 * min and max of OPS. */
#ifndef BENCH_TAPE_FUNCTIONS_HH
#define BENCH_TAPE_FUNCTIONS_HH

#include <vector>

#include "tape_peers.h"

template <class OPS, class S>
S bench_network(const std::vector<S> &x)
{
  const size_t w = WIDTH;
  std::vector<S> h(x.begin(), x.begin() + w), z(w);
  const S *weight = x.data() + w, *bias = weight + 2 * w * w + w;
  for (size_t layer = 0; layer < 3; layer++) {
    const size_t rows = layer < 2 ? w : 1;
    for (size_t j = 0; j < rows; j++, weight += w) {
      S s = weight[0] * h[0];
      for (size_t k = 1; k < w; k++) s = s + weight[k] * h[k];
      s = s + *bias++;
      z[j] = layer < 2 ? OPS::relu(s) : s;
    }
    h.swap(z);
  }
  return OPS::abs(h[0] - 1.0);
}

template <class OPS, class S>
S bench_sorting(const std::vector<S> &x)
{
  const size_t n = x.size();
  std::vector<S> r(n);
  for (size_t i = 0; i < n; i++) r[i] = OPS::abs(x[i] - 1.0);
  for (size_t p = 1; p < n; p *= 2)
    for (size_t k = p; k >= 1; k /= 2)
      for (size_t j = k % p; j + k < n; j += 2 * k)
        for (size_t i = 0; i < k && i + j + k < n; i++)
          if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) {
            const S lo = OPS::min(r[i + j], r[i + j + k]);
            r[i + j + k] = OPS::max(r[i + j], r[i + j + k]);
            r[i + j] = lo;
          }
  S y = r[0];
  for (size_t i = 1; i < n; i++) y = y + r[i] * double(i + 1);
  return y;
}

template <class OPS, class S>
S bench_function(int function, const std::vector<S> &x)
{
  const size_t n = x.size();
  S y = x[0], sum = y;
  switch (function) {
  case NETWORK: return bench_network<OPS>(x);
  case SORTING: return bench_sorting<OPS>(x);
  case PRODUCT:
    for (size_t i = 1; i < n; i++) y = y * x[i];
    return y;
  default:
    for (size_t i = 0; i < LINKS; i += 4) {
      if (i % STRETCH == 0) sum = sum + y;
      y = y + x[chain_input(i, n)];
      y = y * x[chain_input(i + 1, n)];
      y = y - x[chain_input(i + 2, n)];
      y = y * 0.9;
    }
    return sum + y;
  }
}

#endif
