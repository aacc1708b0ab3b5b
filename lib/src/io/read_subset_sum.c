/* SPDX-License-Identifier: MIT */
#include "tame/instance.h"

#include <inttypes.h>

#include "dimacs_scan.h"

enum { MAX_SUM = INT32_MAX };

static tame_status check_sizes(size_t k, size_t r, size_t start, char why[128])
{
  tame_error e = {.text = ""};
  tame_status s = TAME_OK;
  if (k == 0)
    s = tame_fail(&e, TAME_EINVAL, "k = 0: there are no integers");
  else if (k > TAME_SUBSET_SUM_MAX_K)
    s = tame_fail(&e, TAME_EINVAL, "k = %zu is more than %d", k,
                  TAME_SUBSET_SUM_MAX_K);
  else if (r == 0 || r > k || r > TAME_SUBSET_SUM_MAX_R)
    s = tame_fail(&e, TAME_EINVAL, "r = %zu is not from 1 to min(k, %d)", r,
                  TAME_SUBSET_SUM_MAX_R);
  else if (k + r > TAME_SUBSET_SUM_MAX_BITS)
    s = tame_fail(&e, TAME_EINVAL, "k + r = %zu is more than %d", k + r,
                  TAME_SUBSET_SUM_MAX_BITS);
  else if (start == 0 || start > (size_t)MAX_SUM - ((size_t)1 << r))
    s = tame_fail(&e, TAME_EINVAL, "R = %zu: [R, R + 2^r) leaves [1, 2^31)",
                  start);
  snprintf(why, 128, "%.127s", e.text);
  return s;
}

static tame_status read_sizes(tame_subset_sum *inst, tame_scan *s,
                              tame_error *err)
{
  size_t start;
  char why[128];
  TAME_TRY(tame_dimacs_header(s, "ssi", err));
  TAME_TRY(tame_dimacs_count(&inst->k, s, MAX_SUM, "k", err));
  TAME_TRY(tame_dimacs_count(&inst->r, s, MAX_SUM, "r", err));
  TAME_TRY(tame_dimacs_count(&start, s, MAX_SUM, "R", err));
  TAME_TRY(tame_dimacs_end_of_line(s, "p ssi k r R", err));
  if (check_sizes(inst->k, inst->r, start, why) < 0)
    return tame_scan_fail(s, err, "%s", why);
  inst->start = (int64_t)start;
  return TAME_OK;
}

static tame_status read_numbers(tame_subset_sum *inst, tame_scan *s,
                                tame_error *err)
{
  size_t sum = 0, q;
  for (size_t j = 0; j < inst->k; j++) {
    tame_dimacs_blank(s);
    if (tame_scan_at_end(s))
      return tame_scan_fail(s, err, "the file ends after %zu of %zu integers",
                            j, inst->k);
    TAME_TRY(tame_scan_count(&q, s, MAX_SUM, '\0', "integer", err));
    if (q == 0) return tame_scan_fail(s, err, "q_%zu is 0", j + 1);
    sum += q;
    if (sum > MAX_SUM)
      return tame_scan_fail(s, err, "q_1 + ... + q_%zu is 2^31 or more", j + 1);
    inst->q[j] = (int64_t)q;
  }
  tame_dimacs_blank(s);
  if (!tame_scan_at_end(s))
    return tame_scan_fail(s, err, "more after the last of %zu integers",
                          inst->k);
  return TAME_OK;
}

tame_status tame_read_subset_sum(tame_subset_sum *inst, const char *path,
                                 tame_error *err)
{
  tame_scan s;
  *inst = (tame_subset_sum){0};
  TAME_TRY(tame_scan_open(&s, path, err));
  tame_status status = read_sizes(inst, &s, err);
  if (status >= 0) status = read_numbers(inst, &s, err);
  tame_scan_close(&s);
  return status;
}

tame_status tame_subset_sum_validate(const tame_subset_sum *inst,
                                     tame_error *err)
{
  char why[128];
  int64_t sum = 0;
  const size_t start = inst->start > 0 ? (size_t)inst->start : 0;
  if (check_sizes(inst->k, inst->r, start, why) < 0)
    return tame_fail(err, TAME_EINVAL, "%s", why);
  for (size_t j = 0; j < inst->k; j++) {
    if (inst->q[j] < 1 || inst->q[j] > MAX_SUM - sum)
      return tame_fail(err, TAME_EINVAL,
                       inst->q[j] < 1 ? "q_%zu = %" PRId64 " is not positive"
                                      : "q_1 + ... + q_%zu with q = %" PRId64
                                        " is 2^31 or more",
                       j + 1, inst->q[j]);
    sum += inst->q[j];
  }
  return TAME_OK;
}
