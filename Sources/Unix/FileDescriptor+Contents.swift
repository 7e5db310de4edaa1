import CLibc

extension Descriptor where Self: ~Copyable {
  /// Reads what is left, to the end.
  public func readToEnd() throws(Errno) -> [UInt8] {
    var contents: [UInt8] = []
    var piece = InlineArray<4096, UInt8>(repeating: 0)
    while true {
      var span = piece.mutableSpan
      let count = try read(into: &span)
      if count == 0 { return contents }
      contents.reserveCapacity(contents.count + count)
      for index in 0..<count { contents.append(piece[index]) }
    }
  }
}
