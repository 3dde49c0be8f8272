// What Swift's Glibc module leaves out because it is GNU's: malloc_trim, and what the loader has loaded.
#pragma once
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>

/// Code or constants of the program or of a library, as they lie in their file: whole pages that nothing writes to.
typedef struct CMemoryPart {
  uintptr_t start;
  size_t byte_count;
} CMemoryPart;

/// Writes at most `room` parts, and answers how many there are (dl_iterate_phdr(3)). Left out is what the loader wrote into where others only
/// read: it is not as in the file.
size_t CMemory_program_parts(CMemoryPart *parts, size_t room);
