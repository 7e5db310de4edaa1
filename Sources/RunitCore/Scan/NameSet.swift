/// Names of directory entries, each once.
public struct NameSet: Sendable {
  private var names: [[UInt8]] = []

  public init() {}

  var isEmpty: Bool { names.isEmpty }

  func contains(_ name: Span<UInt8>) -> Bool {
    let place = place(of: name)
    return place < names.count && names[place].equals(name)
  }

  /// Returns whether the name is new.
  @discardableResult
  public mutating func insert(_ name: Span<UInt8>) -> Bool {
    let place = place(of: name)
    if place < names.count, names[place].equals(name) { return false }
    names.insert([UInt8](copying: name), at: place)
    return true
  }

  /// Where `name` is, or belongs.
  private func place(of name: Span<UInt8>) -> Int {
    names.firstPlace { $0.precedes(name) }
  }
}

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
