import Foundation

/// Scripts for service directories. What they have to tell goes to the file `events` of the service directory.
enum Script {
  /// Obeys the first TERM.
  static let sleeper = "#!/bin/sh\nexec sleep 1000\n"

  /// Ends at once.
  static let quick = "#!/bin/sh\nexit 0\n"

  /// Records an event and ends.
  static func record(_ event: String, exit code: Int = 0) -> String {
    "#!/bin/sh\necho \"\(event)\" >>events\nexit \(code)\n"
  }

  /// Records an event and stays.
  static func stay(_ event: String) -> String { "#!/bin/sh\necho \"\(event)\" >>events\nexec sleep 1000\n" }

  /// The command that prints when the kernel made the process of the script: no load delays that, as it does a `date`.
  static let recordBirth = "cut -d' ' -f22 /proc/$$/stat"

  /// The times that ``recordBirth`` has recorded, in seconds since the machine started.
  static func seconds(_ births: [String]) -> [Double] {
    births.compactMap(Double.init).map { $0 / Double(sysconf(Int32(_SC_CLK_TCK))) }
  }

  /// Ignores all but KILL and STOP, quietly.
  static let stubborn = recorder()

  /// Records `ready`, then each signal by name, and ends with 0 at one of `ending`.
  ///
  /// The shell waits for a sleeping child: `wait` is what a trap interrupts at once.
  static func recorder(endingAt ending: [String] = [], events: String = "events") -> String {
    let signals = ["HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "TERM", "CONT"]
    let traps = signals.map { "trap 'echo \($0) >>\(events)\(ending.contains($0) ? "; exit 0" : "")' \($0)\n" }
    return """
      #!/bin/sh
      sleep 1000 >/dev/null 2>&1 &
      \(traps.joined())echo ready >>\(events)
      while :; do wait; done

      """
  }
}
