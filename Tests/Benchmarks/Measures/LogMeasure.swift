import Foundation

/// How many bytes a second a logger takes from a pipe; and all of them have to be in its files afterwards.
struct LogMeasure: Measure {
  static let name = "log"
  static let summary = "throughput of the logger for five shapes of lines, and whether every byte is in its files"
  let rounds: Int
  private let budgetSeconds: Double
  private let limit: Int
  private var feeds: [String: LogFeed] = [:]
  private var rates: [String: Double] = [:]

  /// What is sent, and how it is to be written.
  private struct Shape {
    let name: String
    let lineLength: Int
    var style = LogStyle()
  }

  private let shapes = [
    Shape(name: "100-byte lines", lineLength: 100),
    Shape(name: "100-byte lines, timestamps", lineLength: 100, style: LogStyle(hasTimestamps: true)),
    Shape(name: "100-byte lines, filter", lineLength: 100, style: LogStyle(dropped: "debug")),
    Shape(name: "1000-byte lines", lineLength: 1000),
    Shape(name: "10-byte lines", lineLength: 10),
  ]

  init(isQuick: Bool) {
    rounds = isQuick ? 2 : 3
    budgetSeconds = isQuick ? 1 : 4
    limit = isQuick ? 16 : 60
  }

  mutating func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    var samples: [Sample] = []
    for shape in shapes {
      let rate = Figure(shape.name, .megabytesPerSecond)
      let cost = Figure(shape.name + ": processor time", .secondsPerGigabyte)
      do {
        let (bytes, seconds, cpuSeconds) = try measure(shape, suite, workshop)
        samples += [Sample(rate, bytes / 1e6 / seconds), Sample(cost, cpuSeconds / bytes * 1e9)]
      } catch let failure as Failure {
        samples += [Sample(rate, refused: failure), Sample(cost, refused: failure)]
      }
    }
    return samples
  }

  /// Sends as much as the suite takes in a few seconds, by its rate for a first, small amount.
  private mutating func measure(
    _ shape: Shape, _ suite: Suite, _ workshop: Workshop
  ) throws -> (bytes: Double, seconds: Double, cpuSeconds: Double) {
    let feed = try feed(of: shape, in: workshop)
    let key = suite.name + shape.name
    if rates[key] == nil { rates[key] = try send(feed, 1, shape, suite, workshop).seconds }
    let count = max(1, min(limit, Int(budgetSeconds / (rates[key] ?? 1))))
    let (seconds, cpuSeconds) = try send(feed, count, shape, suite, workshop)
    return (Double(feed.bytes.count * count), seconds, cpuSeconds)
  }

  /// What is sent for a shape, made once.
  private mutating func feed(of shape: Shape, in workshop: Workshop) throws -> LogFeed {
    if let feed = feeds[shape.name] { return feed }
    let path = "\(workshop.path)/feed-\(feeds.count)"
    let feed = try LogFeed(lineLength: shape.lineLength, dropping: shape.style.dropped, path: path)
    feeds[shape.name] = feed
    return feed
  }

  private func send(
    _ feed: LogFeed, _ count: Int, _ shape: Shape, _ suite: Suite, _ workshop: Workshop
  ) throws -> (seconds: Double, cpuSeconds: Double) {
    let directory = try workshop.freshDirectory() + "/log"
    let logger = try suite.logger(directory, shape.style)
    let cost = try feed.send(count, to: logger, of: suite, directory: directory, in: workshop)
    try WrittenLog(directory).expect(feed.kept, times: count, hasTimestamps: shape.style.hasTimestamps)
    try FileManager.default.removeItem(atPath: directory)
    return cost
  }
}
