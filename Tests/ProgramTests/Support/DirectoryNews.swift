import CLibc
import Foundation

/// What appears in a directory, in order.
final class DirectoryNews {
  private let descriptor: Int32

  init(of path: String) throws {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard inotify_add_watch(descriptor, path, UInt32(IN_CREATE | IN_MOVED_TO)) != -1 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
  }

  deinit { close(descriptor) }

  /// The names of the entries that were made, or moved to their place, since the last call.
  var entries: [String] {
    var names: [String] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      var offset = 0
      while offset < count {
        let length = buffer[(offset + 12)..<(offset + 16)].reversed().reduce(0) { $0 << 8 | Int($1) }
        names.append(String(decoding: buffer[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }, as: UTF8.self))
        offset += 16 + length
      }
    }
    return names
  }
}
