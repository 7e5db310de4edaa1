/// Open descriptors by their numbers, -1 for one that is not there, in an order that both sides know.
package struct DescriptorTable: Sendable {
  static let capacity = 96

  private var numbers = InlineArray<96, Int32>(repeating: -1)
  package private(set) var count = 0
  private var taken = 0

  package init() {}

  package subscript(index: Int) -> Int32 { numbers[index] }

  package mutating func append(_ number: Int32) {
    precondition(count < Self.capacity)
    numbers[count] = number
    count += 1
  }

  /// Whether all numbers were taken.
  package var isEmpty: Bool { taken == count }

  /// The first number that was not taken yet; -1 behind the last one.
  package mutating func take() -> Int32 {
    guard taken < count else { return -1 }
    taken += 1
    return numbers[taken - 1]
  }
}
