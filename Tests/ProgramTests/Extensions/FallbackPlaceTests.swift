import Foundation
import Testing

/// Services on a read-only file system, in a mount name space of their own with a /run of its own.
private final class ReadOnlyTrees {
  let place: TemporaryDirectory
  let name: String

  init(_ services: [String]) throws {
    place = try TemporaryDirectory()
    name = "runit-test-\(UUID().uuidString)"
    for service in services { try place.write("\(service)/run", TreeScript.sleeper, mode: 0o755) }
  }

  /// Runs `script` with `$BIN` as the folder of the programs, in the place of this test, after each of `readOnly` has
  /// become read-only.
  func run(_ script: String, readOnly: [String]) throws -> Outcome {
    let mounts = readOnly.map { "mount --bind \($0) \($0) && mount -o remount,ro,bind \($0)" }
    let prelude = """
      BIN=$(dirname \(Programs.path("runsv"))); export PATH=$BIN:$PATH
      mount -t tmpfs -o mode=0755 none /run && \(mounts.joined(separator: " && ")) || exit 99
      until_() {
        for n in $(seq 400); do eval "$1" && return; sleep 0.05; done; echo "never: $1"
      }

      """
    let arguments = ["unshare", "-m", "bash", "-c", prelude + script]
    let program = try RunningProgram("/usr/bin/unshare", arguments, in: place.path)
    let ending = program.wait(within: 60)
    return Outcome(ending: ending, output: program.output, error: program.error)
  }
}

@Suite("A place in /run/runit", .ours("extensions.md: supervise/ on a read-only service directory"), .asRoot)
struct FallbackPlaceTests {
  @Test func `is not used by sv for another directory of the same name`() throws {
    let trees = try ReadOnlyTrees(["a/web", "b/web"])
    let outcome = try trees.run(
      """
      runsv a/web & R=$!
      until_ 'sv status ./a/web | grep -q ^run:'
      (cd b && sv status ./web; sv -w1 down ./web)
      (cd a && SVDIR=. sv status web ./web/ ../a/web/. | cut -d' ' -f1,2)
      SVDIR=a sv -v cont web | cut -d' ' -f1-3
      kill $R; wait $R
      """, readOnly: ["a"])
    #expect(
      outcome.output == """
        warning: ./web: unable to open supervise/ok: file does not exist
        warning: ./web: unable to open supervise/ok: file does not exist
        run: web:
        run: ./web/:
        run: ../a/web/.:
        ok: run: web:

        """, "\(outcome)")
  }

  @Test func `is another one for each of two trees with one service name`() throws {
    let trees = try ReadOnlyTrees(["a/web", "b/web"])
    let outcome = try trees.run(
      """
      runsvdir a & A=$!; runsvdir b & B=$!
      for t in a b; do until_ "SVDIR=$t sv status web | grep -q ^run:"; done
      SVDIR=a sv -v down web >/dev/null
      SVDIR=a sv status web | cut -d: -f1
      SVDIR=b sv status web | cut -d: -f1
      kill -HUP $A $B; wait $A $B
      readlink /run/runit/supervise.web*/directory | sed "s|.*:$PWD||" | sort
      """, readOnly: ["a", "b"])
    #expect(outcome.output == "down\nrun\n/a/web\n/b/web\n", "\(outcome)")
    #expect(outcome.error == "")
  }

  @Test func `tells the logger of web from a service web-log`() throws {
    let trees = try ReadOnlyTrees(["a/web", "a/web-log"])
    try trees.place.write("a/web/log/run", "#!/bin/sh\nexec cat\n", mode: 0o755)
    let outcome = try trees.run(
      """
      runsvdir a & A=$!; export SVDIR=a
      for s in web web-log a/web/log; do until_ "sv status $s ./$s | grep -q ^run:"; done
      sv -v down web-log >/dev/null
      for s in ./a/web ./a/web/log/ ./a/web-log; do sv status $s | cut -d: -f1; done
      cd a/web/log && sv status . | cut -d: -f1
      kill -HUP $A; wait $A
      """, readOnly: ["a"])
    #expect(outcome.output == "run\nrun\ndown\nrun\n", "\(outcome)")
  }

  @Test func `is found for a service named log`() throws {
    let trees = try ReadOnlyTrees(["a/log"])
    let outcome = try trees.run(
      """
      runsvdir a & A=$!; export SVDIR=a
      until_ "sv status log | grep -q ^run:"
      sv status ./a/log | cut -d: -f1
      ls -d /run/runit/*
      kill -HUP $A; wait $A
      """, readOnly: ["a"])
    #expect(outcome.output == "run\n/run/runit/supervise.log\n", "\(outcome)")
  }

  @Test func `is named by the message about its lock`() throws {
    let trees = try ReadOnlyTrees(["a/web"])
    let outcome = try trees.run(
      """
      runsv a/web & R=$!
      until_ 'sv status ./a/web | grep -q ^run:'
      runsv a/web
      kill $R; wait $R
      """, readOnly: ["a"])
    #expect(
      outcome.error == "runsv a/web: fatal: unable to lock /run/runit/supervise.web/lock: temporary failure\n")
  }

  @Test func `is taken over when its directory is gone, without what ran there`() throws {
    let trees = try ReadOnlyTrees(["a/web", "b/web"])
    let outcome = try trees.run(
      """
      runsv a/web & R=$!
      until_ 'sv status ./a/web | grep -q ^run:'; P=$(cat /run/runit/supervise.web/pid)
      kill -9 $R; wait $R; umount -l a; rm -r a
      runsv b/web & R=$!
      until_ 'sv status ./b/web | grep -q ^run:'
      ls -d /run/runit/*; [ $P != $(cat /run/runit/supervise.web/pid) ] && kill -9 $P && echo other
      kill $R; wait $R
      """, readOnly: ["a", "b"])
    #expect(outcome.output == "/run/runit/supervise.web\nother\n", "\(outcome)")
  }

  @Test func `is used again after runsv was killed, and adopted from`() throws {
    let trees = try ReadOnlyTrees(["a/web", "b/web"])
    let outcome = try trees.run(
      """
      runsv a/web & A=$!
      until_ 'sv status ./a/web | grep -q ^run:'
      runsv b/web & B=$!
      until_ 'sv status ./b/web | grep -q ^run:'; P=$(sv status ./b/web | grep -o 'pid [0-9]*')
      kill $A; wait $A; kill -9 $B; wait $B 2>/dev/null
      runsv b/web & B=$!
      until_ 'sv status ./b/web | grep -q ^run:'
      sv status ./b/web | grep -q "$P" && echo same
      kill $B; wait $B
      """, readOnly: ["a", "b"])
    #expect(outcome.output == "same\n", "\(outcome)")
  }

  @Test func `of another service holds no dependent`() throws {
    let trees = try ReadOnlyTrees(["a/db", "b/db", "b/web"])
    try trees.place.write("b/web/dependencies", "db")
    let outcome = try trees.run(
      """
      runsv a/db & A=$!
      until_ 'sv status ./a/db | grep -q ^run:'
      runsv b/web & B=$!
      until_ 'grep -q "waiting-for db" b/web/supervise/detail'
      runsv b/db & D=$!
      until_ 'sv status ./b/web | grep -q ^run:' && echo met
      kill $B; wait $B; kill $A $D; wait $A $D
      """, readOnly: ["a", "b/db"])
    #expect(outcome.output == "met\n", "\(outcome)")
  }
}
