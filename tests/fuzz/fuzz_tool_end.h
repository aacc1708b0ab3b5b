/* SPDX-License-Identifier: MIT */
/* Ends what fuzz_tool.h begins. */
#undef main
#undef stderr
extern FILE *stderr;
