import CLibc
import Unix

/// The write ends of the dependencies' FIFOs, in no order: they are only held.
struct FIFOList: ~Copyable {
  private var descriptors = InlineArray<64, CInt>(repeating: -1)
  private var count = 0

  deinit { for index in 0..<count { close(descriptors[index]) } }

  /// The descriptor at `index`; -1 where there is none.
  subscript(index: Int) -> CInt { index < count ? descriptors[index] : -1 }

  mutating func append(_ fifo: consuming FileDescriptor) {
    guard count < Dependencies.capacity else { return }
    descriptors[count] = fifo.release()
    count += 1
  }

  mutating func closeAll() { self = FIFOList() }
}
