export default function FilePage() {
  return <p>file</p>;
}
