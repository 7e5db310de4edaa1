import CLibc

/// Memory in whole pages, straight from the kernel, which gives each page when it is first written to; all bytes are 0.
@unsafe
enum MappedMemory {
  /// The corresponding C function is `mmap`.
  ///
  /// - Throws: `ENOMEM`.
  static func map(_ size: Int) throws(Errno) -> UnsafeMutableRawPointer {
    let memory = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory = unsafe memory, unsafe memory != UnsafeMutableRawPointer(bitPattern: -1) else { throw .current }
    return unsafe memory
  }

  /// Gives back what ``map(_:)`` has made of `size` bytes. The corresponding C function is `munmap`.
  static func unmap(_ memory: UnsafeMutableRawPointer, _ size: Int) { unsafe munmap(memory, size) }
}
