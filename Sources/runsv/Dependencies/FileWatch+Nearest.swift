import RunitCore
import Unix

extension FileWatch {
  /// Watches `path`, or the nearest directory above it that exists, for what is made there.
  ///
  /// - Throws: what keeps the kernel from telling of it.
  func addNearest(_ path: CString) throws(Errno) {
    let path = path.bytes
    var end = path.count
    var missing: Int?
    while try !add(path.extracting(..<end)), end > 0 {
      missing = end
      end = Self.endOfParent(path.extracting(..<end))
    }
    // What was missing may have been made just before the watch began, and then nothing would be said of it.
    if let missing { _ = try add(path.extracting(..<missing)) }
  }

  private func add(_ path: Span<UInt8>) throws(Errno) -> Bool {
    var buffer = PathBuffer()
    guard buffer.append(path), !path.isEmpty || buffer.append(".") else { return false }
    return try buffer.withCString { (path) throws(Errno) in
      try ifAnswered { () throws(Errno) in try add(path, .entries) } != nil
    }
  }

  private static func endOfParent(_ path: Span<UInt8>) -> Int {
    var end = path.count
    while end > 0, path[end - 1] != UInt8(ascii: "/") { end -= 1 }
    return max(0, end - 1)
  }
}
