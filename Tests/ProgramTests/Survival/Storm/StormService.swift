import Foundation

/// A service that writes numbered lines to its log, and says when it is not alone.
///
/// Each run appends its process to `births`, looks for an earlier one that is alive, which it notes in `doubles`, and then
/// writes lines `RUN NUMBER`. The file `written` has each line that was written. The script makes no child that has
/// anything of its own open for longer than an exec takes, so that it can be killed at any moment.
struct StormService {
  let place: TemporaryDirectory
  /// The service directory, below `place`.
  let path: String

  private static let run = """
    #!/bin/sh
    echo $$ >>births
    while read -r pid; do
      number=$((number+1))
      [ "$pid" != $$ ] || { run=$number; continue; }
      third=$second; second=$first; first=$pid
    done <births
    for pid in $first $second $third; do
      { read -r _ name state _ </proc/$pid/stat; } 2>/dev/null || continue
      [ "$name" = "(run)" ] && [ "$state" != Z ] && [ "$state" != X ] && [ /proc/$pid/cwd -ef . ] || continue
      echo "$$ while $pid is alive" >>doubles
    done
    exec 8>>written
    [ ! -e notification-fd ] || { echo >&3; exec 3>&-; }
    while :; do
      i=0
      while [ $((i+=1)) -le 10 ]; do n=$((n+1)); echo "$run $n"; echo "$run $n" >&8; done
      sleep 0.02
    done

    """

  /// What a service may have beside its `run`; each is there or not, as the dice fall.
  private static let features: [(percent: Int, files: [String: String])] = [
    (50, ["finish": "#!/bin/sh\nexec sleep 0.02\n"]),
    (70, ["restart-delay": "0\n"]),
    (30, ["notification-fd": "3\n"]),
    (25, ["check": "#!/bin/sh\nexec sleep 0.01\n", "check-interval": "50\n", "check-failures": "1000000\n"]),
    (25, ["timeout-kill": "300\n"]),
    (25, ["flag-killpg": ""]),
    (20, ["down-signal": "INT\n"]),
    (25, ["control/t": "#!/bin/sh\nsleep 0.02\nexit 1\n"]),
    (25, ["control/d": "#!/bin/sh\nexit 0\n", "timeout-kill": "200\n"]),
  ]

  /// All files, by their paths below the service directory, with some of the features.
  static func files(_ dice: inout SeededGenerator) -> [String: String] {
    var files = [
      "run": run, "log/run": "#!/bin/sh\nexec svlogd ./main\n",
      "log/main/config": dice.happens(30) ? "s30000\nn0\n!cat\n" : "s30000\nn0\n",
    ]
    for feature in features where dice.happens(feature.percent) { files.merge(feature.files) { $1 } }
    return files
  }

  /// Names a service whose files are there, or will be.
  init(_ path: String, in place: TemporaryDirectory) {
    self.place = place
    self.path = path
  }

  func make(_ files: [String: String]) throws {
    for (name, content) in files {
      try place.write("\(path)/\(name)", content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
    }
  }

  var view: SuperviseView { SuperviseView(path: place(path + "/supervise")) }
  var log: SuperviseView { SuperviseView(path: place(path + "/log/supervise")) }

  /// The processes of all runs, oldest first.
  var births: [pid_t] { place.lines(path + "/births").compactMap { pid_t($0) } }
  var doubles: [String] { place.lines(path + "/doubles").map { "\(path): \($0)" } }

  /// The log, compared with what was written: a run that was killed may have written one line more than it noted.
  var written: SweepLog {
    var ends = Dictionary(uniqueKeysWithValues: births.indices.map { ($0 + 1, 0...1) })
    for line in place.lines(path + "/written") {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      if numbers.count == 2 { ends[numbers[0]] = numbers[1]...numbers[1] + 1 }
    }
    return SweepLog(in: place(path + "/log/main"), ends: ends)
  }
}

// What runs.
extension StormService {
  /// The processes that are called `name` and work in this directory, or in that of its logger.
  func processes(called name: String, in table: [ProcessEntry]? = nil) -> [ProcessEntry] {
    let directory = place(name == "svlogd" ? path + "/log" : path)
    return (table ?? ProcessTable.all).filter {
      $0.workingDirectory == directory && $0.arguments.first == name && $0.isAlive
    }
  }

  /// The runs that are alive.
  var daemons: [pid_t] {
    Set(births).filter { ProcessEntry($0).workingDirectory == place(path) && ProcessEntry($0).isAlive }.sorted()
  }

  /// What is wrong with this service where it is wanted up: it runs exactly once, and so does its logger.
  func complaint(in table: [ProcessEntry]? = nil) -> String? {
    let supervisors = processes(called: "runsv", in: table).map(\.id)
    guard supervisors.count == 1, view.isSupervised else { return "\(path): supervisors \(supervisors)" }
    guard let status = view.status, status.state == 1, daemons == [status.pid], view.pid == status.pid else {
      return "\(path): \(view.stat ?? "no stat"), pid \(view.pid ?? 0), daemons \(daemons)"
    }
    let loggers = processes(called: "svlogd", in: table).map(\.id)
    guard let logging = log.status, logging.state == 1, loggers == [logging.pid] else {
      return "\(path)/log: \(log.stat ?? "no stat"), loggers \(loggers)"
    }
    return nil
  }

  /// What is not whole of the state files that are there.
  var brokenStates: [String] {
    [view, log].flatMap { view -> [String] in
      var broken: [String] = []
      if let stat = view.stat, !stat.contains(/^(run|down|finish)(, [a-zA-Z ]+)*$/) { broken.append("stat \(stat)") }
      if let bytes = FileManager.default.contents(atPath: view("status")), PublishedStatus([UInt8](bytes)) == nil {
        broken.append("status of \(bytes.count) bytes")
      }
      if let pid = view.text("pid"), !pid.isEmpty, !pid.contains(/^[0-9]+\n$/) { broken.append("pid \(pid)") }
      if let detail = view.text("detail"), !detail.hasSuffix("\n") { broken.append("detail \(detail)") }
      return broken.map { "\(view.path): \($0)" }
    }
  }
}
