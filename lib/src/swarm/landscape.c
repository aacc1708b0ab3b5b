/* SPDX-License-Identifier: MIT */
/* Critical depth by flooding: nodes are added from the lowest to the highest;
 * where a node joins two lakes, the one with the higher bottom ends there, and
 * its depth is the water level less its bottom. */
#include <gsl/gsl_sort_double.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/swarm_potential.h"

enum { NEIGHBOURS = 4 };

/* near <- the neighbours of node i, and how many there are */
static size_t neighbours(size_t *near, size_t i, size_t nx, size_t ny)
{
  const size_t x = i / ny, y = i % ny;
  near[0] = (x + 1) % nx * ny + y;
  near[1] = (x + nx - 1) % nx * ny + y;
  if (ny == 1) return 2;
  near[2] = x * ny + (y + 1) % ny;
  near[3] = x * ny + (y + ny - 1) % ny;
  return NEIGHBOURS;
}

static size_t find(size_t *parent, size_t i)
{
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

/* The root of a lake is its lowest node.  Nodes of equal height are told apart
 * by their rank in the order of flooding. */
static void flood(tame_landscape *out, const double *u, const size_t *order,
                  const size_t *rank, size_t nx, size_t ny)
{
  const size_t n = nx * ny;
  size_t *parent = tame_calloc(n, sizeof *parent);
  for (size_t j = 0; j < n; j++) {
    const size_t i = order[j];
    size_t near[NEIGHBOURS];
    const size_t count = neighbours(near, i, nx, ny);
    parent[i] = i;
    for (size_t c = 0; c < count; c++) {
      if (rank[near[c]] >= j) continue;
      const size_t a = find(parent, near[c]), b = find(parent, i);
      if (a == b) continue;
      const size_t low = rank[a] < rank[b] ? a : b, high = low == a ? b : a;
      if (u[i] > u[high]) { /* a lake with a depth, not a node on its way */
        out->depth = fmax(out->depth, u[i] - u[high]);
        out->minima++;
      }
      parent[high] = low;
    }
  }
  free(parent);
}

/* Nodes from low to high: each takes the mark of its lowest neighbour among
 * those that were there before. */
static void mark_basin(double *basin, const size_t *order, const size_t *rank,
                       size_t nx, size_t ny)
{
  for (size_t j = 0; j < nx * ny; j++) {
    const size_t i = order[j];
    size_t near[NEIGHBOURS], best = i;
    const size_t count = neighbours(near, i, nx, ny);
    for (size_t c = 0; c < count; c++)
      if (rank[near[c]] < rank[best]) best = near[c];
    basin[i] = best == i ? (j == 0) : basin[best];
  }
}

tame_landscape tame_landscape_of(double *basin, const double *u, size_t nx,
                                 size_t ny)
{
  const size_t n = nx * ny;
  TAME_REQUIRE(nx >= 3 && (ny == 1 || ny >= 3));
  tame_landscape out = {.minima = 1};
  size_t *order = tame_calloc(n, sizeof *order);
  size_t *rank = tame_calloc(n, sizeof *rank);
  gsl_sort_index(order, u, 1, n);
  for (size_t j = 0; j < n; j++) rank[order[j]] = j;
  out.oscillation = u[order[n - 1]] - u[order[0]];
  flood(&out, u, order, rank, nx, ny);
  if (basin) mark_basin(basin, order, rank, nx, ny);
  free(order);
  free(rank);
  return out;
}
