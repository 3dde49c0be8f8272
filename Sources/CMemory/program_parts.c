#define _GNU_SOURCE
#include "CMemory.h"
#include <link.h>
#include <unistd.h>

typedef struct Found {
  CMemoryPart *parts;
  size_t room, count;
} Found;

/// Whether the loader relocated code of this object.
static int is_written_into(const struct dl_phdr_info *object) {
  for (int i = 0; i < object->dlpi_phnum; i++) {
    if (object->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    for (const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr); entry->d_tag != DT_NULL; entry++)
      if (entry->d_tag == DT_TEXTREL || (entry->d_tag == DT_FLAGS && entry->d_un.d_val & DF_TEXTREL)) return 1;
  }
  return 0;
}

static int add_parts(struct dl_phdr_info *object, size_t size, void *out) {
  (void)size;
  if (is_written_into(object)) return 0;
  Found *found = out;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &object->dlpi_phdr[i];
    if (header->p_type != PT_LOAD || header->p_flags & PF_W) continue;
    uintptr_t start = (object->dlpi_addr + header->p_vaddr) & ~(page - 1);
    uintptr_t end = (object->dlpi_addr + header->p_vaddr + header->p_memsz + page - 1) & ~(page - 1);
    if (found->count < found->room) found->parts[found->count] = (CMemoryPart){start, end - start};
    found->count++;
  }
  return 0;
}

size_t CMemory_program_parts(CMemoryPart *parts, size_t room) {
  Found found = {parts, room, 0};
  dl_iterate_phdr(add_parts, &found);
  return found.count;
}
