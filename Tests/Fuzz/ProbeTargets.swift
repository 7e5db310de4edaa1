import Glibc
import RunitCore

/// Addresses and answers from the network.
let probeTargets = [
  Target("network-address", 48, ["::1", "fe80::1:2", "1.2.3.4", "::ffff:10.0.0.1", "1:2:3:4:5:6:7::"], readAddress),
  Target("log-receiver", 48, ["10.0.0.1:514", "[::1]:70000", "fe80::1"], readReceiver),
  Target("probe-address", 48, ["localhost:80", "[::1]:443", "http://host:80/a?b#c", "HTTP/1.1 200 OK"], readProbe),
  Target("hosts", 64, ["host\n127.0.0.1 localhost Host # host"], readHosts),
]

private func readAddress(_ text: Span<UInt8>) {
  // The C library reads no zeros in front of other digits, and no text with a NUL inside.
  guard !text.array.contains(0), !hasLeadingZero(text.array) else { return }
  let string = text.array.map { CChar(bitPattern: $0) } + [0]
  var bytes = [UInt8](repeating: 0, count: 16)
  let isVersion6 = inet_pton(AF_INET6, string, &bytes) == 1
  if case .version6(let address) = NetworkAddress.parseVersion6(text) {
    require(isVersion6 && address.span.array == bytes, "an address of version 6 is what the C library reads")
  } else {
    require(!isVersion6, "what the C library reads is an address of version 6")
  }
  let isVersion4 = inet_pton(AF_INET, string, &bytes) == 1
  if case .version4(let address)? = NetworkAddress.scanVersion4(text)?.address {
    let isWhole = NetworkAddress.scanVersion4(text)?.length == text.count
    require(isVersion4 == isWhole, "an address of version 4 is what the C library reads")
    if isWhole { require(address.span.array == Array(bytes[..<4]), "and has its bytes") }
  } else {
    require(!isVersion4, "what the C library reads is an address of version 4")
  }
}

/// Whether a decimal part of the text may begin with a zero that is not all of it.
private func hasLeadingZero(_ text: [UInt8]) -> Bool {
  guard text.contains(UInt8(ascii: ".")) else { return false }
  for index in text.indices.dropLast() where text[index] == UInt8(ascii: "0") && text[index + 1].isDigit {
    if index == 0 || !text[index - 1].isDigit { return true }
  }
  return false
}

private func readReceiver(_ text: Span<UInt8>) {
  do throws(LogReceiver.ScanError) {
    let receiver = try LogReceiver(scanning: text)
    require(receiver.port > 0, "a receiver has a port")
  } catch {
    if case .port(let offset) = error { require(offset <= text.count, "a port that is wrong has its place") }
  }
}

private func readProbe(_ text: Span<UInt8>) {
  if let address = ProbeAddress(text) {
    require(!address.host.isEmpty && address.host.upperBound < text.count, "a host comes before its port")
    let withDefault = ProbeAddress(text, defaultPort: 80)
    require(withDefault == address, "a default does not change what is given")
    let port = Array(String(address.port).utf8)
    require(text.array.suffix(port.count) == port[...], "a port is the last number")
  }
  if let url = ProbeURL(text) {
    require(
      url.authority.upperBound == url.path.lowerBound && url.path.upperBound <= text.count, "a path follows a host")
    require(!text.extracting(url.path).array.contains { $0 <= 32 || $0 == 127 }, "no request can be smuggled in")
    require(url.path.isEmpty || [47, 63].contains(text[url.path.lowerBound]), "a path begins with a slash")
  }
  if let code = HTTPStatus.code(of: text) { require(code <= 999, "a code has three digits") }
}

private func readHosts(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let name = dice.take(until: UInt8(ascii: "\n"))
  let line = dice.take(.max / 2)
  let words = line.array.parts("#")[0].split { $0.isBlank }.map { Array($0) }
  func lowercased(_ bytes: [UInt8]) -> [UInt8] { bytes.map { 65...90 ~= $0 ? $0 + 32 : $0 } }
  let isNamed = words.dropFirst().contains { lowercased($0) == lowercased(name.array) }
  let address = HostsLine.address(of: name, in: line).map { line.extracting($0).array }
  require(address == (isNamed ? words.first : nil), "a name has the address of its line")
}
