/* SPDX-License-Identifier: MIT */
/* Arrays between two layouts. */

void TAME_TYPED(tame_gpt_import)(REAL *ours, const tame_gpt_weight *w,
                                 const REAL *x)
{
  REAL *to = ours + w->parameter;
  if (!w->is_transposed) {
    memcpy(to, x, w->count * sizeof *x);
    return;
  }
  for (size_t i = 0; i < w->shape[0]; i++)
    for (size_t j = 0; j < w->shape[1]; j++)
      to[j * w->shape[0] + i] = x[i * w->shape[1] + j];
}

void TAME_TYPED(tame_gpt_export)(REAL *x, const tame_gpt_weight *w,
                                 const REAL *ours)
{
  const REAL *from = ours + w->parameter;
  if (!w->is_transposed) {
    memcpy(x, from, w->count * sizeof *x);
    return;
  }
  for (size_t i = 0; i < w->shape[0]; i++)
    for (size_t j = 0; j < w->shape[1]; j++)
      x[i * w->shape[1] + j] = from[j * w->shape[0] + i];
}
