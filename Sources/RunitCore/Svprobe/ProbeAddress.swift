/// A host and a port as people write them: `127.0.0.1:80`, `localhost:80`, `[::1]:80`.
package struct ProbeAddress: Equatable, Sendable {
  /// Where the host is in the text.
  package let host: Range<Int>
  package let port: UInt16

  /// `nil` for what has no host, or no port from 1 to 65535 and no default either.
  package init?(_ text: Span<UInt8>, defaultPort: UInt16? = nil) {
    var hostEnd = text.count
    var rest = text.count
    if !text.isEmpty, text[0] == UInt8(ascii: "[") {
      guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      host = 1..<close
      rest = close + 1
    } else {
      while hostEnd > 0, text[hostEnd - 1] != UInt8(ascii: ":") { hostEnd -= 1 }
      rest = hostEnd == 0 ? text.count : hostEnd - 1
      host = 0..<rest
    }
    guard !host.isEmpty else { return nil }
    if rest == text.count, let defaultPort {
      port = defaultPort
      return
    }
    guard rest < text.count, text[rest] == UInt8(ascii: ":"),
      let number = Decimal.parse(text.extracting((rest + 1)...)), let port = UInt16(exactly: number), port > 0
    else { return nil }
    self.port = port
  }
}
