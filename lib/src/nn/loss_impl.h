/* SPDX-License-Identifier: MIT */
/* Losses of logits z [classes][n]. */

static double example_loss(REAL *dz, const REAL *z, int label, size_t classes,
                           size_t n, double s)
{
  double top = -INFINITY, total = 0.0, smooth = 0.0;
  for (size_t k = 0; k < classes; k++)
    if (!((double)z[k * n] <= top)) top = (double)z[k * n];
  for (size_t k = 0; k < classes; k++) total += exp((double)z[k * n] - top);
  const double log_total = top + log(total);
  for (size_t k = 0; k < classes && s > 0.0; k++)
    smooth += log_total - (double)z[k * n];
  const double loss = (1.0 - s) * (log_total - (double)z[(size_t)label * n]) +
                      s / (double)classes * smooth;
  for (size_t k = 0; k < classes && dz; k++) {
    const double target =
        (k == (size_t)label ? 1.0 - s : 0.0) + s / (double)classes;
    dz[k * n] =
        (REAL)((exp((double)z[k * n] - log_total) - target) / (double)n);
  }
  return loss;
}

double TAME_TYPED(tame_cross_entropy)(REAL *dz, REAL *loss, const REAL *z,
                                      const int *label, size_t classes,
                                      size_t n, double smoothing)
{
  double total = 0.0;
  for (size_t i = 0; i < n; i++) {
    TAME_REQUIRE(label[i] >= 0 && (size_t)label[i] < classes);
    const double x = example_loss(dz ? dz + i : NULL, z + i, label[i], classes,
                                  n, smoothing);
    if (loss) loss[i] = (REAL)x;
    total += x;
  }
  return total / (double)n;
}

double TAME_TYPED(tame_sigmoid_squares)(REAL *dz, REAL *loss, const REAL *z,
                                        const int *label, size_t n)
{
  double total = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double o = 1.0 / (1.0 + exp(-(double)z[i]));
    const double error = o - (double)label[i];
    if (dz) dz[i] = (REAL)(2.0 * error * o * (1.0 - o));
    if (loss) loss[i] = (REAL)(error * error);
    total += error * error;
  }
  return total;
}

void TAME_TYPED(tame_argmax)(int *predicted, const REAL *z, size_t classes,
                             size_t n)
{
  for (size_t i = 0; i < n; i++) {
    predicted[i] = 0;
    for (size_t k = 1; k < classes; k++)
      if (z[k * n + i] > z[(size_t)predicted[i] * n + i]) predicted[i] = (int)k;
  }
}
