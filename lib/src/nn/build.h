/* SPDX-License-Identifier: MIT */
/* What adds nodes to a net: for net.c, gate.c and sequence.c. */
#ifndef TAME_NN_BUILD_H
#define TAME_NN_BUILD_H

#include "net.h"

#define mistake(...)  tame_nn_mistake(__VA_ARGS__)
#define is_node(...)  tame_nn_is_node(__VA_ARGS__)
#define add_node(...) tame_nn_add_node(__VA_ARGS__)
#define like(...)     tame_nn_like(__VA_ARGS__)

/* Note the first mistake; -1. */
int mistake(tame_net *net, const char *layer, const char *why);
bool is_node(const tame_net *net, int i);
/* X at the end of the net, with a place for its parameters; its number. */
int add_node(tame_net *net, tame_node x);
/* A node of the shape of IN. */
tame_node like(const tame_net *net, int in, tame_node_op op);

#endif
