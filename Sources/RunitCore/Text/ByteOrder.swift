extension Span<UInt8> {
  /// The integer of which the bytes from `offset` on are the big-endian form. They must exist.
  func load<Value: FixedWidthInteger & UnsignedInteger>(bigEndian type: Value.Type, at offset: Int) -> Value {
    var value: Value = 0
    for index in 0..<MemoryLayout<Value>.size { value = value << 8 | Value(self[offset + index]) }
    return value
  }

  /// The integer of which the bytes from `offset` on are the little-endian form. They must exist.
  func load<Value: FixedWidthInteger & UnsignedInteger>(littleEndian type: Value.Type, at offset: Int) -> Value {
    load(bigEndian: type, at: offset).byteSwapped
  }
}

extension InlineArray where Element == UInt8 {
  /// Puts the big-endian form of `value` at `offset`. The place must exist.
  mutating func store<Value: FixedWidthInteger & UnsignedInteger>(bigEndian value: Value, at offset: Int) {
    let size = MemoryLayout<Value>.size
    for index in 0..<size { self[offset + index] = UInt8(truncatingIfNeeded: value >> Value(8 * (size - 1 - index))) }
  }

  /// Puts the little-endian form of `value` at `offset`. The place must exist.
  mutating func store<Value: FixedWidthInteger & UnsignedInteger>(littleEndian value: Value, at offset: Int) {
    store(bigEndian: value.byteSwapped, at: offset)
  }
}
