/// The bytes that a JSON string stands for, where lone surrogates from `\udc80` to `\udcff` are bytes; `nil` for what
/// is no JSON string.
func readJSON(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
  guard scalars.count >= 2, scalars.first == "\"", scalars.last == "\"" else { return nil }
  var bytes: [UInt8] = []
  var index = 1
  while index < scalars.count - 1 {
    let scalar = scalars[index]
    index += 1
    if scalar == "\"" || scalar.value < 0x20 { return nil }
    guard scalar == "\\" else {
      bytes += Array(String(scalar).utf8)
      continue
    }
    guard index < scalars.count - 1 else { return nil }
    let escaped = scalars[index]
    index += 1
    if escaped == "\"" || escaped == "\\" {
      bytes.append(UInt8(escaped.value))
      continue
    }
    guard escaped == "u", index + 4 <= scalars.count - 1 else { return nil }
    let digits = scalars[index..<(index + 4)].map { Character($0).hexDigitValue }
    index += 4
    var unit = 0
    for digit in digits {
      guard let digit else { return nil }
      unit = unit * 16 + digit
    }
    guard unit < 0x80 || 0xdc80...0xdcff ~= unit else { return nil }
    bytes.append(UInt8(truncatingIfNeeded: unit))
  }
  return bytes
}
