import RunitCore

/// Files and words that say how a program is to run.
let launchTargets = [
  Target("accounts", 64, [accountSeed, "u\n:1000:1000:4\n", "a:b:c\nu:x:-1:4294967296\n"], readAccounts),
  Target("envdir", 64, ["NAME\nvalue \t\nrest", "A=B\nc\u{0} \n"], readEnvironmentFile),
  Target("launch-values", 64, ["best-effort:7", "cap_kill,chown", "ro:/usr,rw:/tmp", "="], readLaunchValues),
  Target("script-head", 64, ["#!/bin/sh -e\n", "#! /usr/bin/env sh\r\n", "\u{7f}ELF"], readScriptHead),
  Target("utmp", 400, ["tty1\n"], changeUtmp),
]

private let accountSeed = "root\nroot:x:0:0:root:/root:/bin/sh\n#c\n+nis\nroot:x:4:a,root\n"

private func readAccounts(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let name = dice.take(until: UInt8(ascii: "\n"))
  let file = dice.take(.max / 2)
  let lines = file.array.parts("\n").filter {
    !["#", "+", "-"].contains($0.first.map { Character(Unicode.Scalar($0)) })
  }
  .map { $0.parts(":") }
  let ids = lines.filter { name.count > 0 && $0[0] == name.array }.compactMap { number($0, 2) }
  require(GroupFile.id(of: name, in: file) == ids.first, "a group is its first line with a number")
  let groups = lines.filter { name.count > 0 && $0.count > 3 && $0[3].parts(",").contains(name.array) }
    .compactMap { number($0, 2) }
  require(GroupFile.ids(withMember: name, in: file) == groups, "a user is in all groups that name him")
  let user = lines.first { name.count > 0 && $0[0] == name.array && number($0, 2) != nil && number($0, 3) != nil }
  let entry = PasswordFile.entry(of: name, in: file)
  require((entry == nil) == (user == nil), "a user is his first line with numbers")
  if let entry, let user {
    require(entry.userID == number(user, 2) && entry.groupID == number(user, 3), "a user has the numbers of his line")
    require(file.extracting(entry.home).array == (user.count > 5 ? user[5] : []), "and its home")
    require(file.extracting(entry.shell).array == (user.count > 6 ? user[6] : []), "and its shell")
  }
  readAccountName(name)
}

private func number(_ fields: [[UInt8]], _ index: Int) -> UInt32? {
  guard index < fields.count, !fields[index].isEmpty, fields[index].allSatisfy(\.isDigit) else { return nil }
  return UInt32(String(decoding: fields[index], as: UTF8.self))
}

private func readAccountName(_ text: Span<UInt8>) {
  let parts = text.array.parts(":")
  switch AccountName(parsing: text) {
  case .names(let user, let groups):
    require(text.extracting(user).array == parts[0], "a user's name goes up to the first colon")
    require(groups.map { text.extracting($0).array } == Array(parts.dropFirst().prefix(60)), "groups are the rest")
  case .numbers(let user, let groups):
    let numbers = parts.dropFirst().map { $0.isEmpty ? 0 : number([$0], 0) }
    require([user] + groups == numbers, "numbers are what stands between colons")
  case nil: require(!text.isEmpty && text[0] == UInt8(ascii: ":"), "only numbers can be wrong")
  }
}

private func readEnvironmentFile(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let name = dice.take(until: UInt8(ascii: "\n"))
  let content = dice.take(.max / 2)
  var expected = name.array
  if !content.isEmpty {
    var line = content.array.parts("\n")[0]
    while let last = line.last, last.isBlank { line.removeLast() }
    expected += [UInt8(ascii: "=")] + line.map { $0 == 0 ? UInt8(ascii: "\n") : $0 }
  }
  require(EnvironmentFile.assignment(name, content) == expected, "a variable is the first line of its file")
}

private func readLaunchValues(_ text: Span<UInt8>) {
  if let priority = IOPriority(parsing: text) { require(priority.level < 8, "a level is one of eight") }
  if let capabilities = CapabilitySet(parsing: text) { require(capabilities.rawValue >> 41 == 0, "Linux has 41") }
  if let rules = LandlockRule.parse(text) {
    let parts = text.array.parts(",")
    require(rules.map { text.extracting($0.path).array } == parts.map { Array($0.dropFirst(3)) }, "a rule is its path")
  }
  if LimitValue(parsing: text, acceptsHard: false) == .hard { fail("a limit is hard where that may be") }
  let name = LaunchName(programName: text)
  require(
    LaunchName(programName: ([UInt8(ascii: "d")] + text.array).span) == name || name == .chpst || text[0] == 100,
    "a d in front changes nothing")
}

private func readScriptHead(_ bytes: Span<UInt8>) {
  switch ScriptHead(bytes) {
  case .script(let interpreter):
    require(!interpreter.isEmpty && !interpreter.contains { $0.isBlank || $0 == 10 }, "an interpreter is a word")
  case .empty: require(bytes.isEmpty, "only nothing is empty")
  case .binary, .carriageReturn, .text: break
  }
  if let directory = LoggerScript.directory(in: bytes) {
    require(!directory.isEmpty && directory[0] != UInt8(ascii: "-"), "a log directory is a word and no option")
  }
}

private func changeUtmp(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let line = dice.take(until: UInt8(ascii: "\n"))
  let seconds = dice.number(Int64.self)
  if let record = UtmpRecord(logoutFrom: line, at: seconds) {
    require(!record.isLogin(on: line), "a logout is no login")
    require(UtmpRecord(decoding: record.encoded)?.encoded.array == record.encoded.array, "a record is its bytes")
  } else {
    require(line.count > 32, "a line of 32 bytes has room")
  }
  guard var record = UtmpRecord(decoding: dice.take(.max / 2)) else { return }
  record.logout(at: seconds)
  require(!record.isLogin(on: line), "who is logged out is not logged in")
}
