import RunitCore
import Testing

@Suite("The names in a service directory")
struct ServiceEntriesTests {
  private static let entries: [(String, ServiceEntry)] = [
    ("down", .down), ("log", .log), ("finish", .finish), ("control", .control), ("dependencies", .dependencies),
    ("dependencies.d", .dependencyDirectory), ("essential", .essential), ("flag-killpg", .killGroup),
  ]
  private static let files: [(String, ParameterFile)] = [
    ("notification-fd", .notificationDescriptor), ("check-interval", .checkInterval), ("check-timeout", .checkTimeout),
    ("check-failures", .checkFailures), ("timeout-kill", .killTimeout), ("timeout-finish", .finishTimeout),
    ("down-signal", .downSignal), ("restart-delay", .restartDelay), ("restart-limit", .restartLimit), ("type", .type),
  ]

  /// As a set of the names in it.
  private func directory(_ names: [String]) -> ServiceEntries {
    var directory = ServiceEntries()
    for name in names { directory.insert(Array(name.utf8).span) }
    return directory
  }

  @Test func `tell of each that it is there, and of the others that they are not`() {
    let names = Self.entries.map(\.0) + Self.files.map(\.0)
    for name in names {
      let directory = directory([".", "..", "run", name, "supervise"])
      for (other, entry) in Self.entries { #expect(directory.mayContain(entry) == (other == name)) }
      for (other, file) in Self.files { #expect(directory.mayContain(file) == (other == name)) }
    }
  }

  @Test(arguments: ["", "run", "Down", "downs", "dow", "dependencies.", "dependencies.d2", "check"])
  func `mean nothing else`(name: String) { #expect(directory([name]) == ServiceEntries()) }

  @Test func `leave everything possible when they can't be read`() {
    for (_, entry) in Self.entries { #expect(ServiceEntries.unknown.mayContain(entry)) }
    for (_, file) in Self.files { #expect(ServiceEntries.unknown.mayContain(file)) }
  }
}
