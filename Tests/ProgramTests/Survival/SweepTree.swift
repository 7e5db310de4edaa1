import Foundation
import Testing

/// A scan directory of services that write down what they do, and the `runsvdir` over it.
///
/// Each life of a daemon has a number. It writes lines `LIFE NUMBER` to its log, takes the lock `only`, which tells when
/// two of them are alive, and says in `counts` how many lines it wrote before it ends, or when there is the file `stop`.
final class SweepTree {
  /// What a service does beside writing its lines.
  enum Kind: CaseIterable {
    /// Nothing.
    case steady
    /// It ends after some time, and `./finish` takes a while.
    case mortal
    /// `./check` is run all the time.
    case checked
    /// Its logger hands old files to a processor.
    case processed
    /// It needs the service before it.
    case dependent
  }

  let place: TemporaryDirectory
  let services: [(name: String, kind: Kind)]
  private(set) var runsvdir: RunningProgram

  init(_ count: Int) throws {
    place = try TemporaryDirectory()
    services = (0..<count).map { number in
      (String(format: "s%02d", number), Kind.allCases[number % Kind.allCases.count])
    }
    for (number, (name, kind)) in services.enumerated() {
      try Self.make(name, kind, after: number > 0 ? services[number - 1].name : nil, in: place)
    }
    runsvdir = try Self.launch(place)
  }

  private static func make(_ name: String, _ kind: Kind, after former: String?, in place: TemporaryDirectory) throws {
    func write(_ file: String, _ content: String) throws {
      try place.write("scan/\(name)/\(file)", content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
    }
    let isMortal = kind == .mortal
    try write("run", daemon(bursts: isMortal ? 12 : 1_000_000))
    try write("restart-delay", "200")
    let processor = kind == .processed ? "!cat\n" : ""
    try write("log/main/config", "s30000\nn0\n\(processor)")
    try write("log/run", "#!/bin/sh\nexec svlogd ./main\n")
    if isMortal { try write("finish", "#!/bin/sh\nsleep 0.2 9>&-\n") }
    if kind == .checked {
      try write("check", "#!/bin/sh\nsleep 0.02\n")
      try write("check-interval", "50")
      // A check that is killed has failed; here nobody is to be restarted for that.
      try write("check-failures", "1000000")
    }
    if kind == .dependent, let former { try write("dependencies", former + "\n") }
  }

  private static func daemon(bursts: Int) -> String {
    """
    #!/bin/sh
    exec 9>>only
    flock -n 9 || echo "${PWD##*/}: $$" >>../../doubles
    echo $$ >>lives
    while read -r _; do life=$((life+1)); done <lives
    while [ $((burst+=1)) -le \(bursts) ] && [ ! -e ../../stop ]; do
      i=0
      while [ $((i+=1)) -le 20 ]; do n=$((n+1)); echo "$life $n"; done
      sleep 0.05 9>&-
    done
    echo "$life $n" >>counts
    [ ! -e ../../stop ] || exec sleep 1000 9>&-

    """
  }

  private static func launch(_ place: TemporaryDirectory) throws -> RunningProgram {
    try RunningProgram(program: "runsvdir", [place("scan")], session: true)
  }

  /// Starts another `runsvdir`, as an init does, when there is none.
  func keepAlive() throws {
    if runsvdir.poll() != nil { runsvdir = try Self.launch(place) }
  }

  func view(_ name: String) -> SuperviseView { SuperviseView(path: place("scan/\(name)/supervise")) }

  /// The processes that daemons of this service ever were, oldest first.
  func lives(of name: String) -> [pid_t] { lines("scan/\(name)/lives").compactMap { pid_t($0) } }

  /// How many lines each life wrote, as far as it came to say so.
  func counts(of name: String) -> [Int: Int] {
    let pairs = lines("scan/\(name)/counts").map { $0.split(separator: " ").compactMap { Int($0) } }
    return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { _, last in last }
  }

  /// What is wrong with a service that is wanted up; `nil` when it runs exactly once, and its logger too.
  func complaint(about name: String) -> String? {
    for path in ["scan/\(name)", "scan/\(name)/log"] {
      let view = SuperviseView(path: place(path + "/supervise"))
      guard view.isSupervised else { return "\(path): no runsv" }
      guard let status = view.status, status.state == 1, ProcessEntry(status.pid).isAlive else {
        return "\(path): \(view.stat ?? "no stat")"
      }
      if !path.hasSuffix("log"), lives(of: name).last != status.pid { return "\(path): its last life is another" }
    }
    let lives = Set(lives(of: name)).filter { ProcessEntry($0).workingDirectory == place("scan/" + name) }
    return lives.count == 1 ? nil : "\(name): \(lives.count) daemons"
  }

  /// Where two daemons of a service met.
  var doubles: [String] { lines("doubles") }

  func lines(_ path: String) -> [String] { (place.read(path) ?? "").split(separator: "\n").map(String.init) }
}
