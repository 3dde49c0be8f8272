// What Swift's Glibc module leaves out: malloc_trim, and dl_iterate_phdr, which is GNU's.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <link.h>
#include <malloc.h>
