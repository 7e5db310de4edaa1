import CLibc

/// How soon a scanner sees that a link came or went.
struct LinkMeasure: Measure {
  static let name = "link"
  static let summary = "a new link: until its daemon runs; the link removed: until the daemon is gone"
  let rounds: Int
  private let links: Int

  init(isQuick: Bool) {
    rounds = isQuick ? 1 : 2
    links = isQuick ? 2 : 4
  }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: 1, in: workshop)
    let store = try workshop.freshDirectory()
    var samples: [Sample] = []
    for name in workshop.freshNames(links) {
      // Somewhere within the 5 seconds after which some scanners look.
      try Clock.pass(.random(in: 0..<5))
      let service = store + "/" + name
      let link = tree.directory + "/" + name
      try Tree.makeService(service, suite, in: workshop)

      let added = Clock.now
      guard symlink(service, link) == 0 else { throw Failure("unable to create a link") }
      try suite.announceLink(in: tree)
      let start = try workshop.beacons.wait(for: [name], seconds: 20)[0]
      samples.append(Sample(Figure("link to running daemon", .seconds), start.time - added))

      try Clock.pass(Tree.adolescence + .random(in: 0..<5))
      let departure = Departure([start.process])
      let removed = Clock.now
      guard unlink(link) == 0 else { throw Failure("unable to remove the link") }
      try suite.announceRemoval(of: service, in: tree)
      guard let gone = try departure.wait(seconds: 20) else { throw Failure("the daemon runs on without its link") }
      samples.append(Sample(Figure("link removed to daemon gone", .seconds), gone - removed))
    }
    return samples
  }
}
