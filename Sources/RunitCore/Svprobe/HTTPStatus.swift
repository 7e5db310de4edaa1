/// What a web server answers first.
package enum HTTPStatus {
  /// The three digits of `HTTP/1.1 200 OK`; `nil` for what is no such line.
  package static func code(of answer: Span<UInt8>) -> UInt16? {
    guard answer.hasPrefix("HTTP/"), let blank = answer.firstIndex(of: UInt8(ascii: " ")), answer.count >= blank + 4
    else { return nil }
    return Decimal.parse(answer.extracting((blank + 1)..<(blank + 4))).map { UInt16(truncatingIfNeeded: $0) }
  }
}
