import CLibc
import Foundation

/// A pipe, which is always read, in the place of the file for what a program says: writing to one may fail in other ways.
final class ErrorPipe: @unchecked Sendable {
  private(set) var writeEnd: Int32
  private let readEnd: Int32
  private let lock = NSLock()
  private var bytes = Data()

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw POSIXError(.EMFILE) }
    (readEnd, writeEnd) = (ends[0], ends[1])
    Thread.detachNewThread { [self] in
      while take() {}
      close(readEnd)
    }
  }

  /// So that the pipe ends with the last process that has it.
  func closeWriteEnd() {
    if writeEnd != -1 { close(writeEnd) }
    writeEnd = -1
  }

  /// What was said so far.
  var text: String {
    var unread: Int32 = 1
    while true {
      let text: String? = lock.withLock {
        _ = libc_ioctl(readEnd, UInt(FIONREAD), &unread)
        return unread == 0 || isOver ? String(decoding: bytes, as: UTF8.self) : nil
      }
      if let text { return text }
      usleep(1_000)
    }
  }

  private var isOver = false

  /// Reads what there is, or waits for it; `false` at the end.
  private func take() -> Bool {
    var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    poll(&entry, 1, -1)
    return lock.withLock {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(readEnd, &buffer, buffer.count)
      if count > 0 { bytes += buffer.prefix(count) }
      isOver = count == 0
      return count != 0
    }
  }
}
