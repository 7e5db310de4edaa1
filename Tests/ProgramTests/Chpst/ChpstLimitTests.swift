import Foundation
import Testing

@Suite("The limits of chpst's program")
struct ChpstLimitTests {
  static let limits: [(option: String, names: [String])] = [
    ("-d", ["Max data size"]), ("-o", ["Max open files"]), ("-p", ["Max processes"]), ("-f", ["Max file size"]),
    ("-c", ["Max core file size"]), ("-r", ["Max resident set"]), ("-t", ["Max cpu time"]),
    ("-m", ["Max data size", "Max stack size", "Max locked memory", "Max address space"]),
  ]

  /// Large enough for `cat`, small enough for every hard limit.
  static let amount = 8_000_000

  @Test(arguments: limits)
  func `are soft ones`(option: String, names: [String]) throws {
    let before = try chpst("cat", "/proc/self/limits")
    let amount = option == "-o" || option == "-p" ? 900 : Self.amount
    let after = try chpst(option, "\(amount)", "cat", "/proc/self/limits")
    for name in names {
      #expect(after.limit(name).first == "\(amount)")
      #expect(after.limit(name).last == before.limit(name).last)
    }
    let lines = zip(before.output.split(separator: "\n"), after.output.split(separator: "\n"))
    for (old, new) in lines where !names.contains(where: old.hasPrefix) { #expect(old == new) }
  }

  @Test func `are no higher than the hard one`() throws {
    let hard = try #require(Int(try chpst("cat", "/proc/self/limits").limit("Max open files")[1]))
    #expect(
      try chpst("-o", "\(hard + 1)", "cat", "/proc/self/limits").limit("Max open files") == ["\(hard)", "\(hard)"])
  }

  @Test func `are no bytes at all without a number`() throws {
    #expect(try chpst("-c", "", "cat", "/proc/self/limits").limit("Max core file size").first == "0")
  }

  @Test(arguments: [(["-m", "9000000", "-d", "8000000"], "8000000"), (["-d", "8000000", "-m", "9000000"], "9000000")])
  func `of data are those of -m and -d in their order`(options: [String], amount: String) throws {
    let outcome = try run("chpst", options + ["cat", "/proc/self/limits"])
    #expect(outcome.limit("Max data size").first == amount)
  }

  @Test func `come after everything that they could hinder`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("env/A", "b")
    let outcome = try chpst("-o", "0", "-e", "env", "-U", "daemon", "-l", "lock", "true", in: directory.path)
    #expect(!outcome.error.contains("chpst:"))
    #expect(directory.exists("lock"))
  }

  @Test(.ours("C2: --hard")) func `are hard ones too with --hard`() throws {
    let outcome = try chpst("--hard", "-o", "100", "-c", "4096", "cat", "/proc/self/limits")
    #expect(outcome.limit("Max open files") == ["100", "100"])
    #expect(outcome.limit("Max core file size") == ["4096", "4096"])
  }

  @Test(.withCapability(24), .ours("C2: --hard")) func `are raised by root with --hard, for an ordinary user as well`()
    throws
  {
    let hard = try #require(Int(try chpst("cat", "/proc/self/limits").limit("Max processes")[1]))
    let more = "\(hard + 1)"
    let outcome = try chpst("--hard", "-u", "daemon", "-p", more, "cat", "/proc/self/limits")
    #expect(outcome.limit("Max processes") == [more, more])
  }

  @Test(.ours("C2: --hard")) func `are raised before the account is looked up`() throws {
    let hard = try #require(Int(try chpst("cat", "/proc/self/limits").limit("Max processes")[1]))
    let outcome = try chpstAsOrdinaryUser("--hard", "-u", "nobody-here", "-p", "\(hard + 1)", "true")
    #expect(outcome.error == "chpst: fatal: unable to setrlimit(): permission denied\n")
  }

  @Test(.ours("C2: --hard")) func `can't be raised by an ordinary user`() throws {
    let hard = try #require(Int(try chpst("cat", "/proc/self/limits").limit("Max processes")[1]))
    let outcome = try chpstAsOrdinaryUser("--hard", "-p", "\(hard + 1)", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to setrlimit(): permission denied\n")
  }
}
