# From the log of a ring, for the summary: each failed test and under it its issues, at most 18 lines. A test process that
# died leaves no issue; then the tests that it was in, and its last words.
/^◇ Test .* started\.$/ { running[test()] = 1 }
/^(✔|✘) Test .* (passed|failed) after/ { delete running[test()] }
/^✘ Test .* recorded an issue/ {
    name = test()
    if (!issues[name]) names[++count] = name
    sub(/^.* recorded an issue( with [0-9]+ arguments?)?( at)? /, "")
    issue[name, ++issues[name]] = "    " substr($0, 1, 400)
    left++
}
/[Ff]atal error|Program crashed|error: Exited with/ { words[++last % 3] = "    " substr($0, 1, 400) }

function test(  text) {
    text = $0
    sub(/^[^ ]+ Test (case passing [0-9]+ arguments? .* to )?/, "", text)
    sub(/ (recorded an issue|started\.|(with [0-9]+ test cases )?(passed|failed) after).*/, "", text)
    gsub(/^"|"$/, "", text)
    return text
}

END {
    lines = 18
    each = count ? int((lines - count) / count) : 0  # every test is named before one has all its issues
    for (i = 1; i <= count && lines > 0; i++) {
        print "✘ " names[i]
        lines--
        for (j = 1; j <= issues[names[i]] && j <= each; j++) {
            print issue[names[i], j]
            left--
            lines--
        }
    }
    if (left > 0) print "    and " left " issues more, in the log in .build/rings"
    if (count > 0) exit
    for (name in running) if (lines-- > 4) print "✘ the test process ended in: " name
    for (i = last > 2 ? last - 2 : 1; i <= last; i++) print words[i % 3]
}
