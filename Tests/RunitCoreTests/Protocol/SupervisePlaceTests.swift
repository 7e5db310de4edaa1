import Testing

@testable import RunitCore

@Suite("The place of a supervise that can't be made")
struct SupervisePlaceTests {
  private func place(_ directory: String, ofLog: Bool = false, device: UInt64 = 1) -> SupervisePlace {
    SupervisePlace(ofLog: ofLog, in: Array(directory.utf8).span, onDevice: device)
  }

  private func path(_ place: SupervisePlace, _ choice: SupervisePlace.Choice) -> String {
    var text = TextBuffer<512>()
    place.write(choice, to: &text)
    return String(decoding: text.span.indices.map { text.span[$0] }, as: UTF8.self)
  }

  private func isOwner(_ place: SupervisePlace, of note: String) -> Bool {
    place.isOwner(of: Array(note.utf8).span)
  }

  private func parse(_ note: String) -> (device: UInt64, pathStart: Int)? {
    SupervisePlace.parse(note: Array(note.utf8).span)
  }

  static let names: [(directory: String, isLog: Bool, name: String)] = [
    ("/etc/sv/web", false, "/run/runit/supervise.web"),
    ("/etc/sv/web", true, "/run/runit/supervise.web-log"),
    ("/etc/sv/web-log", false, "/run/runit/supervise.web-log"),
    ("/etc/sv/log", false, "/run/runit/supervise.log"),
    ("/etc/sv/log", true, "/run/runit/supervise.log-log"),
    ("/", false, "/run/runit/supervise."),
  ]

  @Test(arguments: names)
  func `has the name of the service directory`(directory: String, isLog: Bool, name: String) {
    #expect(path(place(directory, ofLog: isLog), .first) == name)
  }

  @Test func `has a second name of its own for each directory and device`() {
    let places = [
      place("/a/web"), place("/b/web"), place("/a/web", device: 2), place("/a/web", ofLog: true), place("/a/web-log"),
    ]
    let names = Set(places.map { path($0, .second) })
    #expect(names.count == places.count)
    #expect(names.allSatisfy { $0.contains(/^\/run\/runit\/supervise\.web(-log)?\.[0-9a-f]{16}$/) })
  }

  @Test func `knows its own note only`() {
    let place = place("/a/web", device: 7)
    #expect(isOwner(place, of: "7:/a/web"))
    for other in ["8:/a/web", "7:/a/web/log", "7:/a/we", "/a/web", ""] {
      #expect(!isOwner(place, of: other), "\(other)")
    }
  }

  @Test func `never owns the note of a path that has no room in it`() {
    let path = "/" + String(repeating: "a", count: 5000)
    let cut = String("7:\(path)".prefix(TextBuffer<4160>.size))
    #expect(!isOwner(place(path, device: 7), of: cut))
  }

  @Test func `is found by device and path in a note`() throws {
    let note = try #require(parse("64769:/a:b/web"))
    #expect(note.device == 64769)
    #expect(note.pathStart == 6)
    for other in ["/a/web", ":/a", "x:/a", ""] { #expect(parse(other) == nil, "\(other)") }
  }
}
