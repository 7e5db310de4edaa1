extension Array {
  /// The first place whose element is not `smaller`, in an array that is sorted that way.
  func firstPlace(whereNot smaller: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if smaller(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension [UInt8] {
  func equals(_ other: Span<UInt8>) -> Bool { span.equals(other) }

  /// Whether the bytes come before those of `other` in a dictionary.
  func precedes(_ other: Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index]
    }
    return count < other.count
  }
}
