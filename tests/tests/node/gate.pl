# Passes each request on to who has the longest path that it begins with.
use strict;
my %to = map { split /=/, $_, 2 } @ARGV;
my @paths = sort { length $b <=> length $a } keys %to;
$SIG{CHLD} = "IGNORE";
my $gate = IO::Socket::INET->new(LocalPort => 8080, Listen => 128) or die $!;
while (my $client = $gate->accept) {
  if (fork) { close $client; next }
  sysread $client, my $head, 65536;
  my ($asked) = $head =~ /^\S+ (\S+)/ or exit 1;
  my ($path) = grep { index($asked, $_) == 0 } @paths;
  my $app = IO::Socket::INET->new($to{$path}) or exit 1;
  syswrite $app, $head;
  my ($from, $to) = fork ? ($app, $client) : ($client, $app);
  while (sysread $from, my $bytes, 65536) { syswrite $to, $bytes }
  shutdown $to, 1;
  exit;
}
