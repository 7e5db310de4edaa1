import RunitCore

/// The request that is sent for a URL. HTTP/1.0 asks for no more than one answer.
struct HTTPRequest {
  private(set) var bytes: [UInt8] = []

  init(_ url: Span<UInt8>, _ parts: ProbeURL) {
    append("GET ")
    if parts.path.isEmpty || url[parts.path.lowerBound] != UInt8(ascii: "/") { append("/") }
    append(url.extracting(parts.path))
    append(" HTTP/1.0\r\nHost: ")
    append(url.extracting(parts.authority))
    append("\r\nUser-Agent: svprobe\r\nAccept: */*\r\nConnection: close\r\n\r\n")
  }

  private mutating func append(_ text: Literal) { append(text.span) }

  private mutating func append(_ text: Span<UInt8>) {
    for index in text.indices { bytes.append(text[index]) }
  }
}
