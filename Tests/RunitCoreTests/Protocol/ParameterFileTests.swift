import RunitCore
import Testing

@Suite("A parameter file")
struct ParameterFileTests {
  static let good: [(ParameterFile, String, ServiceParameters)] = [
    (.notificationDescriptor, "3\n", .with { $0.notificationDescriptor = 3 }),
    (.notificationDescriptor, "\t 10 \nmore\n", .with { $0.notificationDescriptor = 10 }),
    (.checkInterval, "250", .with { $0.checkIntervalMilliseconds = 250 }),
    (.checkTimeout, "4294967295", .with { $0.checkTimeoutMilliseconds = .max }),
    (.checkFailures, "1", .with { $0.checkFailures = 1 }),
    (.killTimeout, "3000\n", .with { $0.killTimeoutMilliseconds = 3000 }),
    (.killTimeout, "0\n", ServiceParameters()),
    (.finishTimeout, "5000\n", .with { $0.finishTimeoutMilliseconds = 5000 }),
    (.downSignal, "SIGINT\n", .with { $0.downSignal = .interrupt }),
    (.downSignal, "HUP\n", .with { $0.downSignal = .hangUp }),
    (.downSignal, "40\n", .with { $0.downSignal = ServiceSignal(number: 40) }),
    (.restartDelay, "0\n", .with { $0.restartDelay = RestartDelay(firstMilliseconds: 0) }),
    (
      .restartDelay, "100 \t 8000\n",
      .with { $0.restartDelay = RestartDelay(firstMilliseconds: 100, maximumMilliseconds: 8000) }
    ),
    (.restartLimit, "5 60\n", .with { $0.restartLimit = RestartLimit(count: 5, seconds: 60) }),
    (.restartLimit, "32 1", .with { $0.restartLimit = RestartLimit(count: 32, seconds: 1) }),
    (.restartLimit, "0 1", .with { $0.restartLimit = RestartLimit(count: 0, seconds: 1) }),
    (.type, "oneshot\n", .with { $0.isOneShot = true }),
    (.type, "longrun\n", ServiceParameters()),
  ]

  @Test(arguments: good)
  func `has its value in the first line, blanks around it`(
    file: ParameterFile, content: String, expected: ServiceParameters
  ) {
    var parameters = ServiceParameters()
    let isTaken = parameters.take(file, from: content.utf8Span.span)
    #expect(isTaken)
    #expect(parameters == expected)
  }

  static let bad: [(ParameterFile, [String])] = [
    (.notificationDescriptor, ["", "2", "-1", "x", "3 4", "2147483648", "99999999999999999999999"]),
    (.checkInterval, ["", "0", "1s", "4294967296"]),
    (.checkTimeout, ["0", "1.5"]),
    (.checkFailures, ["0", "three"]),
    (.killTimeout, ["", "\n3000", "soon", "-1"]),
    (.finishTimeout, ["5 s", "+5"]),
    (.downSignal, ["", "0", "65", "term", "SIG", "SIGNONE"]),
    (.restartDelay, ["", "x", "100 50", "1 2 3", "100 x"]),
    (.restartLimit, ["", "5", "33 60", "5 0", "x 1", "5 60 7"]),
    (.type, ["", "bundle", "Oneshot", "oneshot x"]),
  ]

  @Test(arguments: bad)
  func `changes nothing when it makes no sense`(file: ParameterFile, contents: [String]) {
    for content in contents {
      var parameters = ServiceParameters()
      let isTaken = parameters.take(file, from: content.utf8Span.span)
      #expect(!isTaken, "\(content)")
      #expect(parameters == ServiceParameters(), "\(content)")
    }
  }

  @Test func `has a name of its own`() {
    var names: [String] = []
    var number: UInt8 = 0
    while let file = ParameterFile(rawValue: number) {
      names.append("\(file.name)")
      number += 1
    }
    #expect(
      names == [
        "notification-fd", "check-interval", "check-timeout", "check-failures", "timeout-kill", "timeout-finish",
        "down-signal", "restart-delay", "restart-limit", "type",
      ])
  }
}
