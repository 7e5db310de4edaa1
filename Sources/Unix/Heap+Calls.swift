import CLibc

// By these the C library's functions and our own get their memory from the heap: the linker puts them in the place of malloc
// and the others, whose names Swift keeps for itself. Nobody else calls them: the compiler takes it that malloc and free
// touch no variable of ours.
#if OWN_HEAP
  nonisolated(unsafe) private var heap = Heap()

  @c(heap_malloc)
  public func allocate(_ count: UInt) -> UnsafeMutableRawPointer? {
    do throws(Errno) {
      return unsafe try heap.allocate(count)
    } catch {
      libc_set_errno(error.rawValue)
      return nil
    }
  }

  @c(heap_calloc)
  public func allocateZeroed(_ count: UInt, _ size: UInt) -> UnsafeMutableRawPointer? {
    let (total, isTooLarge) = count.multipliedReportingOverflow(by: size)
    guard let memory = unsafe allocate(isTooLarge ? .max : total) else { return nil }
    unsafe memset(memory, 0, Int(total))
    return unsafe memory
  }

  @c(heap_realloc)
  public func reallocate(_ memory: UnsafeMutableRawPointer?, _ count: UInt) -> UnsafeMutableRawPointer? {
    guard let memory = unsafe memory else { return unsafe allocate(count) }
    let room = unsafe Heap.room(of: memory)
    if count <= room { return unsafe memory }
    guard let larger = unsafe allocate(count) else { return nil }
    unsafe memcpy(larger, memory, Int(room))
    unsafe deallocate(memory)
    return unsafe larger
  }

  @c(heap_free)
  public func deallocate(_ memory: UnsafeMutableRawPointer?) {
    if let memory = unsafe memory { unsafe heap.deallocate(memory) }
  }
#endif
