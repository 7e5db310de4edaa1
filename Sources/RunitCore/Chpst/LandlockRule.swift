/// A part of the file system that stays open to the program: `ro:PATH` or `rw:PATH`.
package struct LandlockRule: Equatable, Sendable {
  package enum Access: Sendable {
    /// Read and execute.
    case readOnly
    /// Read, execute, write, make and remove.
    case readWrite
  }

  package let access: Access
  /// The place of the path in the text that was parsed.
  package let path: Range<Int>

  /// The rules of `text`, which are separated by commas; `nil` when one has no such form.
  package static func parse(_ text: Span<UInt8>) -> [LandlockRule]? {
    var rules: [LandlockRule] = []
    var start = 0
    while true {
      let end = text.firstIndex(of: UInt8(ascii: ","), from: start) ?? text.count
      let rule = text.extracting(start..<end)
      guard rule.count > 3 else { return nil }
      if rule.hasPrefix("ro:") {
        rules.append(LandlockRule(access: .readOnly, path: start + 3..<end))
      } else if rule.hasPrefix("rw:") {
        rules.append(LandlockRule(access: .readWrite, path: start + 3..<end))
      } else {
        return nil
      }
      if end == text.count { return rules }
      start = end + 1
    }
  }
}
