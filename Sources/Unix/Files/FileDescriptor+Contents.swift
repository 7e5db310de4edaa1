import CLibc

extension Descriptor where Self: ~Copyable {
  /// Reads what is left, to the end.
  package func readToEnd() throws(Errno) -> [UInt8] {
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

extension Descriptor where Self: ~Copyable {
  /// Whether `text`, which is shorter than a page, is in what is left to read. The corresponding C function is `memmem`.
  package func contains(_ text: CString) throws(Errno) -> Bool {
    var page = InlineArray<4096, UInt8>(repeating: 0)
    var kept = 0  // a part of the text may be the end of the piece before
    while true {
      var span = page.mutableSpan
      let answer = try unsafe span.withUnsafeMutableBytes { (bytes) throws(Errno) -> Bool? in
        guard let start = bytes.baseAddress else { return false }
        let count = try attempt { unsafe CLibc.read(rawValue, start + kept, bytes.count - kept) }
        if count == 0 { return false }
        let length = kept + count
        if unsafe memmem(start, length, text.pointer, text.count) != nil { return true }
        kept = min(text.count - 1, length)
        unsafe memmove(start, start + (length - kept), kept)
        return nil
      }
      if let answer { return answer }
    }
  }
}
