import Testing

@testable import Benchmarks

@Suite("Statistics")
struct StatisticsTests {
  static let medians: [([Double], Double)] = [([3], 3), ([1, 2], 1.5), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5)]

  @Test(arguments: medians)
  func `have the middle sample, or the mean of the two in the middle`(samples: [Double], median: Double) {
    #expect(Statistics(samples)?.median == median)
  }

  @Test func `have as spread half the distance between the quartiles, as a part of the median`() {
    #expect(Statistics([1, 2, 3, 4, 5])?.spread == 1.0 / 3)
    #expect(Statistics([7, 7, 7, 7])?.spread == 0)
    #expect(Statistics([0, 0])?.spread == 0)
  }

  @Test func `are not made of nothing`() { #expect(Statistics([]) == nil) }

  @Test func `compare medians, unless the other one is zero`() throws {
    let (two, four, zero) = try (#require(Statistics([2])), #require(Statistics([4])), #require(Statistics([0])))
    #expect(two.ratio(to: four) == 0.5)
    #expect(two.ratio(to: zero) == nil)
  }
}

@Suite("Units")
struct UnitTests {
  static let texts: [(Unit, Double, String)] = [
    (.seconds, 0.000_012_34, "12.3 µs"), (.seconds, 0.25, "250 ms"), (.seconds, 2.5, "2.50 s"),
    (.kilobytes, 16, "16 KB"),
    (.bytes, 2048, "2 KB"), (.count, 12, "12"), (.megabytesPerSecond, 898.4, "898 MB/s"), (.seconds, 0, "0 µs"),
  ]

  @Test(arguments: texts)
  func `are written as a person reads them`(unit: Unit, value: Double, text: String) {
    #expect(unit.text(value) == text)
  }
}
