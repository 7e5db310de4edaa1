/// Where the lines of a log directory go by UDP.
package struct LogReceiver: Sendable {
  /// That of syslog.
  package static let defaultPort: UInt16 = 514

  package enum ScanError: Error, Equatable, Sendable {
    case address
    /// The port, which begins at `offset` in the text.
    case port(offset: Int)
  }

  package let address: NetworkAddress
  package let port: UInt16

  /// Reads `A.B.C.D`, `A.B.C.D:PORT`, `[V6]`, `[V6]:PORT` or `V6`. What follows the first four is ignored.
  package init(scanning text: Span<UInt8>) throws(ScanError) {
    let colon = UInt8(ascii: ":")
    var end = 0
    if let (version4, length) = NetworkAddress.scanVersion4(text) {
      address = version4
      end = length
    } else if text.count > 0, text[0] == UInt8(ascii: "["), let bracket = text.firstIndex(of: UInt8(ascii: "]")),
      let version6 = NetworkAddress.parseVersion6(text.extracting(1..<bracket))
    {
      address = version6
      end = bracket + 1
    } else if let version6 = NetworkAddress.parseVersion6(text) {
      address = version6
      end = text.count
    } else {
      throw .address
    }
    guard end < text.count, text[end] == colon else {
      port = Self.defaultPort
      return
    }
    let scanned = Decimal.scan(text.extracting((end + 1)...)).value
    guard scanned > 0, let port = UInt16(exactly: scanned) else { throw .port(offset: end + 1) }
    self.port = port
  }
}
