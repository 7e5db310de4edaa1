extension StateCoder {
  /// A word of eight bytes, little-endian.
  @inline(never)
  package mutating func code(word: inout UInt64) {
    var value: UInt64 = 0
    for index in 0..<UInt64(8) {
      var byte = UInt8(truncatingIfNeeded: word >> (8 * index))
      code(byte: &byte)
      value |= UInt64(byte) << (8 * index)
    }
    word = value
  }

  /// A number that makes sense in `range` only.
  @inline(never)
  mutating func code(_ number: inout Int64, in range: ClosedRange<Int64>) {
    var word = UInt64(bitPattern: number)
    code(word: &word)
    let checked = Int64(bitPattern: word)
    if range.contains(checked) { number = checked } else { refuse() }
  }

  /// A number of any size, all values of which make sense.
  @inline(never)
  package mutating func code<Value: FixedWidthInteger>(_ value: inout Value) {
    var number = Int64(value)
    code(&number, in: Int64(clamping: Value.min)...Int64(clamping: Value.max))
    value = Value(number)
  }

  package mutating func code<Value: FixedWidthInteger>(_ value: inout Value?) {
    var isThere = value != nil
    var number = value ?? 0
    code(&isThere)
    code(&number)
    value = isThere ? number : nil
  }

  package mutating func code(_ flag: inout Bool) {
    var byte: UInt8 = flag ? 1 : 0
    code(byte: &byte)
    if byte > 1 { refuse() }
    flag = byte == 1
  }

  mutating func code<Value: RawRepresentable>(_ value: inout Value) where Value.RawValue == UInt8 {
    var byte = value.rawValue
    code(byte: &byte)
    if let checked = Value(rawValue: byte) { value = checked } else { refuse() }
  }

  @inline(never)
  mutating func code(_ moment: inout TAI64N) {
    var (seconds, nanoseconds) = (moment.seconds, moment.nanoseconds)
    code(word: &seconds)
    code(&nanoseconds)
    moment = TAI64N(seconds: seconds, nanoseconds: nanoseconds)
  }

  mutating func code(_ deadline: inout Deadline) {
    var monotonic = deadline.monotonic
    code(&monotonic, in: 0...Int64.max)
    deadline = Deadline(monotonic: monotonic)
  }
}
