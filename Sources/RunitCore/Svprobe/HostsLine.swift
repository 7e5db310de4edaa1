/// A line of /etc/hosts: an address and the names that it has.
package enum HostsLine {
  /// Where the address is in `line` when `name` is one of its names, in letters of either case.
  package static func address(of name: Span<UInt8>, in line: Span<UInt8>) -> Range<Int>? {
    let end = line.firstIndex(of: UInt8(ascii: "#")) ?? line.count
    var address: Range<Int>?
    var start = 0
    while start < end {
      while start < end, line[start].isBlank { start += 1 }
      var stop = start
      while stop < end, !line[stop].isBlank { stop += 1 }
      if stop == start { break }
      if address == nil {
        address = start..<stop
      } else if equals(name, line.extracting(start..<stop)) {
        return address
      }
      start = stop
    }
    return nil
  }

  private static func equals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where lowercased(left[index]) != lowercased(right[index]) { return false }
    return true
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }
}
