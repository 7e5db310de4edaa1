/// Why a service is as it is, and what to do next: sentences, made from facts.
package struct Explanation: ~Copyable {
  let facts: ServiceFacts
  let now: TAI64N
  var text = ByteCollector()
  /// A command that is the next step.
  var advice = ByteCollector()

  /// The paragraph for `facts` at the moment `now`.
  package static func paragraph(_ facts: ServiceFacts, now: TAI64N) -> [UInt8] {
    var explanation = Explanation(facts, now)
    explanation.begin()
    explanation.text.append("\n")
    let advice = explanation.advice.bytes
    if !advice.isEmpty {
      explanation.text.append("Next: ")
      explanation.text.append(advice.span)
      explanation.text.append("\n")
    }
    return explanation.text.bytes
  }

  private init(_ facts: ServiceFacts, _ now: TAI64N) {
    self.facts = facts
    self.now = now
  }

  mutating func say(_ words: Literal) { text.append(words) }
  mutating func say(_ bytes: [UInt8]) { text.append(printable: bytes.span) }
  mutating func sayName() { say(facts.name) }

  mutating func sayAge(since moment: TAI64N) { text.append(duration: moment.seconds(until: now)) }

  mutating func advise(_ command: Literal, _ object: [UInt8]? = nil, _ rest: Literal = "") {
    advice.append(command)
    if let object { advice.append(printable: object.span) }
    advice.append(rest)
  }

  private mutating func begin() {
    switch facts.place {
    case .directory: explainSupervision()
    case .nothing(let isAvailable, let similar): explainAbsence(isAvailable, similar)
    case .danglingLink(let target):
      sayName()
      say(" is a link to ")
      say(target)
      say(", which does not exist.")
      advise("rm ", facts.directory, ", or make what it leads to")
    case .file:
      sayName()
      say(" is no directory, and so no service.")
    }
  }

  private mutating func explainAbsence(_ isAvailable: Bool, _ similar: [UInt8]?) {
    sayName()
    say(" is not enabled: there is nothing of that name in ")
    say(facts.root)
    say(".")
    if isAvailable {
      advise("sv enable ", facts.name)
    } else if let similar {
      say(" Did you mean ")
      say(similar)
      say("?")
      advise("sv why ", similar)
    }
  }

  private mutating func explainSupervision() {
    switch facts.service.supervision {
    case .supervised(let status): explain(status)
    case .notRunning:
      sayName()
      say(" is not supervised: its runsv has ended.")
      explainScanner()
    case .never:
      sayName()
      say(" is not supervised: no runsv has been started for it yet.")
      explainScanner()
    case .denied:
      say("You may not look: what runsv says of ")
      sayName()
      say(" is for another user's eyes, most likely root's.")
      advise("sudo sv why ", facts.name)
    case .unreadable:
      say("What runsv says of ")
      sayName()
      say(" can't be read, or is not in runit's format: supervise/status should be a file of 20 bytes.")
      advise("ls -l ", facts.directory, "/supervise")
    case .broken, .disabled:
      sayName()
      say(" can't be entered.")
      advise("ls -ld ", facts.directory)
    }
  }

  private mutating func explainScanner() {
    if case .none = facts.scanner { say(" No runsvdir watches ") } else { say(" A runsvdir watches ") }
    say(facts.root)
    switch facts.scanner {
    case .none:
      say(".")
      advise("runsvdir ", facts.root)
    case .running: say(", and should start one within seconds; if it does not, its standard error says why.")
    case .stopped(let process):
      say(", but was stopped and stands still.")
      advise("kill -CONT ", process)
    }
  }
}
