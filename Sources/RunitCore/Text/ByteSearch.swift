/// Searches that look at sixteen bytes at a time: a logger sees every byte of every service.
extension Span<UInt8> {
  /// The first place of `byte` from `start` on.
  @inline(never)
  package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? { search(for: byte, from: start) }

  /// The same as a part of the caller, for loops that do little else.
  @inline(__always)
  func search(for byte: UInt8, from start: Int) -> Int? {
    let wanted = Lanes(repeating: byte)
    var index = start
    while index + Lanes.scalarCount <= count {
      let found = lanes(at: index).matches(wanted)
      if found[0] != 0 { return index + found[0].trailingZeroBitCount / 8 }
      if found[1] != 0 { return index + 8 + found[1].trailingZeroBitCount / 8 }
      index += Lanes.scalarCount
    }
    while index < count {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// The last place of `byte`.
  package func lastIndex(of byte: UInt8) -> Int? {
    let wanted = Lanes(repeating: byte)
    var end = count
    while end >= Lanes.scalarCount {
      let found = lanes(at: end - Lanes.scalarCount).matches(wanted)
      if found[1] != 0 { return end - 1 - found[1].leadingZeroBitCount / 8 }
      if found[0] != 0 { return end - 9 - found[0].leadingZeroBitCount / 8 }
      end -= Lanes.scalarCount
    }
    while end > 0 {
      if self[end - 1] == byte { return end - 1 }
      end -= 1
    }
    return nil
  }

  /// How many bytes are `byte`.
  @inline(__always)
  package func count(of byte: UInt8) -> Int {
    let wanted = Lanes(repeating: byte)
    var total = 0
    var index = 0
    while index + Lanes.scalarCount <= count {
      // A lane counts to 255 at most before it must be emptied.
      let end = Swift.min(index + 255 * Lanes.scalarCount, count - Lanes.scalarCount + 1)
      var counts = Lanes(repeating: 0)
      while index < end {
        counts &+= Lanes(repeating: 0).replacing(with: 1, where: lanes(at: index) .== wanted)
        index += Lanes.scalarCount
      }
      total += Int(SIMD16<UInt16>(truncatingIfNeeded: counts).wrappedSum())
    }
    while index < count {
      if self[index] == byte { total += 1 }
      index += 1
    }
    return total
  }

  /// The sixteen bytes from `index` on, which must exist.
  @inline(__always)
  private func lanes(at index: Int) -> Lanes { unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: Lanes.self) }
}

private typealias Lanes = SIMD16<UInt8>

extension Lanes {
  /// Eight bytes a word, lowest first, of which those that equal `wanted` have all bits set.
  @inline(__always)
  fileprivate func matches(_ wanted: Lanes) -> SIMD2<UInt64> {
    let found = Lanes(repeating: 0).replacing(with: 255, where: self .== wanted)
    return unsafe unsafeBitCast(found, to: SIMD2<UInt64>.self)
  }
}
